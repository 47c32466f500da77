import { createEmitter } from '../emitter'
import { asynchronous, number, type Options, requiredText, text, textFields, WxFailure } from './call'

/** WeChat's default; app.json's networkTimeout is not read. */
const DEFAULT_TIMEOUT_MS = 60_000

type Headers = Record<string, string>

function lowerCaseNames(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function encodeBody(data: unknown, contentType: string): BodyInit | null {
  if (data === undefined || data === null) return null
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data
  if (contentType.includes('urlencoded')) return new URLSearchParams(textFields(data)).toString()
  return JSON.stringify(data)
}

function withQuery(url: string, data: unknown): string {
  const query = new URLSearchParams(textFields(data)).toString()
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

async function readBody(response: Response, options: Options): Promise<unknown> {
  if (options.responseType === 'arraybuffer') return response.arrayBuffer()
  const body = await response.text()
  if ((text(options, 'dataType') ?? 'json') !== 'json') return body
  try {
    return JSON.parse(body)
  } catch {
    return body // WeChat gives the text when it is no JSON
  }
}

async function readChunks(response: Response, each: (chunk: ArrayBuffer) => void): Promise<void> {
  const reader = response.body?.getReader()
  if (reader === undefined) return
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    each(new Uint8Array(part.value).buffer)
  }
}

/** What is told of a request while it runs. */
interface RequestEvents {
  headers(header: Headers): void
  chunk(data: ArrayBuffer): void
}

async function send(options: Options, signal: AbortSignal, events: RequestEvents): Promise<Options> {
  const method = (text(options, 'method') ?? 'GET').toUpperCase()
  const bodiless = method === 'GET' || method === 'HEAD'
  const header = { 'content-type': 'application/json', ...lowerCaseNames(textFields(options.header)) }
  const url = requiredText(options, 'url')
  const response = await fetch(bodiless ? withQuery(url, options.data) : url, {
    method,
    headers: header,
    body: bodiless ? null : encodeBody(options.data, header['content-type']),
    signal,
  })
  const received = Object.fromEntries(response.headers)
  events.headers(received)
  const answer = { statusCode: response.status, header: received, cookies: [] }
  if (options.enableChunked === true) {
    await readChunks(response, events.chunk)
    return { ...answer, data: '' }
  }
  return { ...answer, data: await readBody(response, options) }
}

/** wx.request, chunked too. The reason of a failure is WeChat's: `abort`, `timeout`, or the network's error. */
export function request(given: unknown): unknown {
  const controller = new AbortController()
  const headers = createEmitter<Options>()
  const chunks = createEmitter<Options>()
  const outcome = asynchronous('request', async (options) => {
    let reason = 'abort'
    const timer = setTimeout(() => {
      reason = 'timeout'
      controller.abort()
    }, number(options, 'timeout') ?? DEFAULT_TIMEOUT_MS)
    try {
      return await send(options, controller.signal, {
        headers: (header) => headers.emit({ header }),
        chunk: (data) => chunks.emit({ data }),
      })
    } catch (error) {
      if (controller.signal.aborted) throw new WxFailure(reason, { errno: reason === 'timeout' ? 5 : 600000 })
      if (error instanceof WxFailure) throw error
      throw new WxFailure(`request error: ${String(error)}`, { errno: 600001 })
    } finally {
      clearTimeout(timer)
    }
  })(given)
  const task = {
    abort: () => controller.abort(),
    onHeadersReceived: headers.on,
    offHeadersReceived: headers.off,
    onChunkReceived: chunks.on,
    offChunkReceived: chunks.off,
  }
  return outcome === undefined ? task : Object.assign(outcome, task)
}
