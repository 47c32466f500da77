import type { Socket, SocketFactory } from './ports'
import { failureText, host } from './wx-host'

/** `wx.connectSocket`, with an error and a close for one failure told once, in whichever order they come. */
export const wxSockets: SocketFactory = {
  connect(url, timeout, handlers) {
    let over = false
    const closed = (reason: string) => {
      if (over) return
      over = true
      handlers.closed(reason)
    }
    try {
      const task = host().connectSocket?.({
        url,
        timeout,
        tcpNoDelay: true,
        fail: (reason) => closed(failureText(reason)),
      })
      if (task === undefined) return closed('the host has no WebSocket')
      const socket = socketOf(task)
      let open = false
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
        closed(failureText(reason))
      })
      task.onClose((reason) => closed(`closed ${reason?.code ?? ''} ${reason?.reason ?? ''}`.trim()))
    } catch (error) {
      closed(failureText(error))
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
