import type { IncomingMessage } from 'node:http'
import { parseJson } from './lenient-json'
import { retryAfter } from './retry-after'
import { fieldsOf } from './text-fields'
import { readFailure, type VendorFailure } from './vendor-failure'

/** Bytes of a refusal that are read, and milliseconds that it may take. */
const MOST_BYTES = 64 * 1024
const PATIENCE = 5000

/** Reads why an endpoint refused; never rejects: the status alone says enough. */
export async function readRefusal(response: IncomingMessage): Promise<VendorFailure> {
  const text = await readText(response)
  const status = response.statusCode ?? 0
  const body = parseJson(text)
  // Gemini's is a list of one.
  const told = readFailure(fieldsOf(Array.isArray(body) ? body[0] : body))
  const refusal: VendorFailure = { code: '', type: '', ...told, words: text, status }
  const retryAfterMs = retryAfter(response.headers)
  if (retryAfterMs !== undefined) refusal.retryAfterMs = retryAfterMs
  return refusal
}

function readText(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let length = 0
    const end = () => {
      clearTimeout(timer)
      // Nobody reads on: a refusal without end must not hold its connection.
      if (!response.complete) response.destroy()
      resolve(Buffer.concat(pieces).toString())
    }
    const timer = setTimeout(end, PATIENCE)
    response.on('data', (bytes: Buffer) => {
      pieces.push(bytes)
      length += bytes.length
      if (length > MOST_BYTES) end()
    })
    response.on('end', end)
    response.on('error', end)
    response.on('close', end)
  })
}
