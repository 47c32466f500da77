import type { Socket, SocketFactory } from './ports'
import { failureText, host, isFull } from './wx-host'

/** `wx.connectSocket`, with an error and a close for one failure told once, in whichever order they come. */
export const wxSockets: SocketFactory = {
  connect(url, timeout, handlers) {
    let over = false
    let open = false
    const closed = (reason: string) => {
      if (over) return
      over = true
      handlers.closed(reason)
    }
    const failed = (reason: unknown) => {
      if (over || open || !isFull(reason)) return closed(failureText(reason))
      over = true
      handlers.full(failureText(reason))
    }
    try {
      const task = host().connectSocket?.({
        url,
        timeout,
        tcpNoDelay: true,
        fail: failed,
      })
      if (task === undefined) return closed('the host has no WebSocket')
      const socket = socketOf(task)
      task.onOpen(() => {
        if (over) return socket.close()
        open = true
        handlers.opened(socket)
      })
      task.onMessage(({ data }) => {
        if (!over && typeof data === 'string') handlers.message(data)
      })
      task.onError((reason) => {
        if (open && !over) socket.close()
        failed(reason)
      })
      task.onClose((reason) => closed(`closed ${reason?.code ?? ''} ${reason?.reason ?? ''}`.trim()))
    } catch (error) {
      failed(error)
    }
  },
}

function socketOf(task: WechatMiniprogram.SocketTask): Socket {
  return {
    send(text, failed) {
      try {
        task.send({ data: text, fail: (reason) => failed(failureText(reason)) })
      } catch (error) {
        failed(failureText(error))
      }
    },
    close() {
      try {
        // A socket that the host has closed already refuses: that is what was wanted.
        task.close({ code: 1000, reason: '', fail: () => undefined })
      } catch {
        return
      }
    },
  }
}
