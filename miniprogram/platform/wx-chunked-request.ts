import type { ChunkedHandlers, ChunkedRequests, Logger, ResponseHead } from './ports'
import { failureText, host, isFull, optional } from './wx-host'

/** Hosts that took the call and then had no `onChunkReceived`, as WeChat on a PC: they do not say so before. */
const incapable = new WeakSet<object>()

/** `wx.request` with `enableChunked`. What throws that can be done without is told to `told`. */
export const chunkedRequestsOfWx = (told?: Pick<Logger, 'warn'>): ChunkedRequests => ({
  supported() {
    const { request } = host()
    return (
      request !== undefined &&
      !incapable.has(request) &&
      // A host that cannot tell is tried.
      optional((wx) => wx.canIUse?.('request.object.enableChunked'), told) !== false
    )
  },
  post(options, handlers) {
    const teller = onceOver(handlers)
    const { request } = host()
    if (request === undefined) {
      teller.unsupported()
      return () => undefined
    }
    try {
      const task = request({
        url: options.url,
        method: 'POST',
        header: eachOnce(options.headers),
        data: options.body,
        timeout: options.timeout,
        enableChunked: true,
        responseType: 'arraybuffer',
        success: ({ data, statusCode, header }) => {
          const head = { status: statusCode, headers: lowerCased(header) }
          // A short answer may come whole, without a chunk before it.
          if (!teller.anyChunk) {
            teller.opened(head)
            teller.piece(data)
          }
          teller.ended(head.status, head.headers)
        },
        fail: teller.failed,
      })
      if (typeof task?.onChunkReceived !== 'function') {
        incapable.add(request)
        // Such a host gives `success` the whole answer.
        if (options.wholeWillDo) return () => giveUp(teller, task, told)
        teller.unsupported()
        task?.abort?.()
        return () => undefined
      }
      task.onHeadersReceived?.((head) => teller.opened(headOf(head)))
      task.onChunkReceived(({ data }) => teller.piece(data))
      return () => giveUp(teller, task, told)
    } catch (error) {
      teller.failed(error)
      return () => undefined
    }
  },
})

/** The program's own: what throws is told to the console. */
export const wxChunkedRequests = chunkedRequestsOfWx()

function giveUp(
  teller: { silence(): void },
  task: { abort?(): void } | undefined,
  told: Pick<Logger, 'warn'> | undefined,
): void {
  teller.silence()
  optional(() => task?.abort?.(), told)
}

/** Names are the same in any spelling, and a host sends what it is given: the last of two is the one that is meant. */
function eachOnce(headers: Record<string, string>): Record<string, string> {
  const named = new Map<string, [name: string, value: string]>()
  for (const header of Object.entries(headers)) named.set(header[0].toLowerCase(), header)
  const once: Record<string, string> = {}
  for (const [name, value] of named.values()) once[name] = value
  return once
}

/** WeChat on a phone says the status with the headers, DevTools and older ones only at the end (`RequestTask.onHeadersReceived`). */
function headOf(head: unknown): ResponseHead | undefined {
  if (typeof head !== 'object' || head === null) return undefined
  const { statusCode: status, header }: { statusCode?: unknown; header?: unknown } = head
  return typeof status === 'number' ? { status, headers: lowerCased(header) } : undefined
}

/** Hosts differ in how they spell the names, and old ones give no headers at all. */
function lowerCased(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {}
  const named: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) named[name.toLowerCase()] = String(value)
  return named
}

/**
 * What came, in whichever form the host gives it: bytes, as they are asked for, also of another realm's `ArrayBuffer`; text; or what it made of
 * JSON. `undefined` where that is nothing.
 */
function pieceOf(data: unknown): ArrayBuffer | string | undefined {
  if (typeof data === 'string') return data === '' ? undefined : data
  if (typeof data !== 'object' || data === null) return undefined
  const isView = ArrayBuffer.isView(data)
  if (!isView && !isBuffer(data)) return JSON.stringify(data)
  if (data.byteLength === 0) return undefined
  return isView ? Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).buffer : data
}

function isBuffer(data: object): data is ArrayBuffer {
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]'
}

/** Passes on until the first end, and nothing after it or after `silence`. */
function onceOver(handlers: ChunkedHandlers) {
  let over = false
  const end = (tell: () => void) => {
    if (over) return
    over = true
    tell()
  }
  const teller = {
    anyChunk: false,
    opened: (head: ResponseHead | undefined) => {
      if (!over) handlers.opened(head)
    },
    piece(data: unknown) {
      const piece = pieceOf(data)
      if (piece === undefined) return
      teller.anyChunk = true
      if (!over) handlers.chunk(piece)
    },
    ended: (status: number, headers: Readonly<Record<string, string>>) =>
      end(() => handlers.ended(status, headers)),
    failed: (reason: unknown) => end(() => handlers[isFull(reason) ? 'full' : 'failed'](failureText(reason))),
    unsupported: () => end(() => handlers.unsupported()),
    silence: () => end(() => undefined),
  }
  return teller
}
