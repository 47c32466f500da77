import { isRecord } from '../browser'
import { createEmitter } from '../emitter'
import { asynchronous, number, type Options, requiredText, text, WxFailure } from './call'

/** WeChat counts connecting and closing sockets too. */
const MAX_SOCKETS = 5
const DEFAULT_TIMEOUT_MS = 60_000

/** What mini-program code may do with a socket: nothing else is documented, so nothing else is here. */
interface SocketTask {
  send(options: unknown): unknown
  close(options?: unknown): unknown
  onOpen(listener: (event: Options) => void): void
  onMessage(listener: (event: Options) => void): void
  onError(listener: (event: Options) => void): void
  onClose(listener: (event: Options) => void): void
}

const openSockets = new Set<WebSocket>()

const isSendable = (value: unknown): value is string | ArrayBuffer =>
  typeof value === 'string' || value instanceof ArrayBuffer

function createTask(socket: WebSocket, timeout: number): SocketTask {
  const open = createEmitter<Options>()
  const message = createEmitter<Options>()
  const failure = createEmitter<Options>()
  const closed = createEmitter<Options>()
  const timer = setTimeout(() => {
    failure.emit({ errMsg: 'connectSocket:fail timeout' })
    socket.close()
  }, timeout)
  socket.onopen = () => {
    clearTimeout(timer)
    open.emit({ header: {}, profile: {} })
  }
  socket.onmessage = (event: MessageEvent<unknown>) => message.emit({ data: event.data })
  socket.onerror = () => failure.emit({ errMsg: 'connectSocket:fail WebSocket error' })
  socket.onclose = ({ code, reason }) => {
    clearTimeout(timer)
    openSockets.delete(socket)
    closed.emit({ code, reason })
  }
  const send = asynchronous('sendSocketMessage', (options) => {
    const data = options.data
    if (socket.readyState !== WebSocket.OPEN) throw new WxFailure('SocketTask.readyState is not OPEN')
    if (!isSendable(data))
      throw new WxFailure('parameter error: parameter.data should be String or ArrayBuffer')
    socket.send(data)
  })
  const close = asynchronous('closeSocket', (options) => {
    // a phone ignores a close before the socket is open; the caller must close it in onOpen
    if (socket.readyState === WebSocket.CONNECTING) return
    socket.close(number(options, 'code') ?? 1000, text(options, 'reason') ?? '')
  })
  const quietly = (given: unknown): Options => ({
    complete: () => undefined,
    ...(isRecord(given) ? given : {}),
  })
  return {
    send: (options) => send(quietly(options)),
    close: (options) => close(quietly(options)),
    onOpen: open.on,
    onMessage: message.on,
    onError: failure.on,
    onClose: closed.on,
  }
}

/** wx.connectSocket. `success` means that the call was taken, not that the socket is open. */
export function connectSocket(given: unknown): SocketTask {
  const options = isRecord(given) ? given : {}
  if (openSockets.size >= MAX_SOCKETS) {
    void asynchronous('connectSocket', () => {
      throw new WxFailure(`exceed max socket connection count ${MAX_SOCKETS}`)
    })({ complete: () => undefined, ...options })
    return refusedTask()
  }
  const protocols = options.protocols
  const url = requiredText(options, 'url')
  const socket = new WebSocket(url, Array.isArray(protocols) ? protocols.map(String) : [])
  socket.binaryType = 'arraybuffer'
  openSockets.add(socket)
  void asynchronous('connectSocket', () => ({ socketTaskId: openSockets.size }))({
    complete: () => undefined,
    ...options,
  })
  return createTask(socket, number(options, 'timeout') ?? DEFAULT_TIMEOUT_MS)
}

/** The task of a socket that was refused: its error comes, and it never opens. */
function refusedTask(): SocketTask {
  const failure = createEmitter<Options>()
  setTimeout(() => failure.emit({ errMsg: 'connectSocket:fail exceed max socket connection count' }))
  const never = () => undefined
  return { send: never, close: never, onOpen: never, onMessage: never, onError: failure.on, onClose: never }
}
