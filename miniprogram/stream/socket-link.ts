import type { StopMessage } from '../../typings/protocol'
import type { Socket, SocketFactory } from '../platform/ports'
import type { Link, LinkHandlers } from './link'

/** Where a socket stands. One that was given up while it was opening is closed in its `opened`: before that, closing does nothing. */
type Stage = { name: 'opening' } | { name: 'open'; socket: Socket } | { name: 'over' }

/** A link over WebSocket: one text message, one frame. */
export class SocketLink implements Link {
  private stage: Stage = { name: 'opening' }
  private readonly sockets: SocketFactory
  private readonly request: { url: string; timeout: number; firstMessage: string }
  private readonly handlers: LinkHandlers

  constructor(
    sockets: SocketFactory,
    request: { url: string; timeout: number; firstMessage: string },
    handlers: LinkHandlers,
  ) {
    this.sockets = sockets
    this.request = request
    this.handlers = handlers
  }

  begin(): void {
    const lost = (kind: 'closed' | 'full', detail: string) => {
      if (this.stage.name === 'over') return
      this.stage = { name: 'over' }
      this.handlers.lost({ kind, detail })
    }
    this.sockets.connect(this.request.url, this.request.timeout, {
      opened: (socket) => this.opened(socket),
      message: (text) => {
        if (this.stage.name === 'open') this.handlers.message(text)
      },
      closed: (detail) => lost('closed', detail),
      full: (detail) => lost('full', detail),
    })
  }

  sendStop(): boolean {
    if (this.stage.name !== 'open') return false
    const stop: StopMessage = { type: 'stop' }
    this.send(this.stage.socket, JSON.stringify(stop))
    return true
  }

  giveUp(): void {
    const { stage } = this
    this.stage = { name: 'over' }
    if (stage.name === 'open') stage.socket.close()
  }

  private opened(socket: Socket): void {
    if (this.stage.name === 'over') {
      socket.close()
      return
    }
    this.stage = { name: 'open', socket }
    this.send(socket, this.request.firstMessage)
    if (this.stage.name === 'open') this.handlers.opened()
  }

  private send(socket: Socket, text: string): void {
    socket.send(text, (detail) => {
      if (this.stage.name !== 'open') return
      this.giveUp()
      this.handlers.lost({ kind: 'send', detail })
    })
  }
}
