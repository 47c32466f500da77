import { WebSocket } from 'ws'
import { AnswerError } from '../answer/answer-error'

/** The codes with which `ws` by itself closes on a message that it does not take: malformed, no UTF-8, too large. */
const REFUSALS = new Set([1002, 1003, 1007, 1009])

/** Has a socket say why before `ws` closes it on such a message: devices do not report close codes reliably. */
export function explainRefusals(socket: WebSocket): void {
  const close = socket.close.bind(socket)
  socket.close = (code, reason) => {
    if (code !== undefined && REFUSALS.has(code) && socket.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify(new AnswerError('BAD_REQUEST').frame))
    }
    close(code, reason)
  }
}
