import { WebSocket } from 'ws'
import { STAMP, sharedNow, stampsOf } from './stamp'
import type { Tongue } from './tongues'

/** What all readers of a measurement have seen together. */
export class Tally {
  frames = 0
  deltas = 0
  /** Bytes of the text in UTF-8. */
  text = 0
  /** Milliseconds from the model's sending to the reader, of each delta; kept only while it is measured. */
  delays: number[] | undefined

  note(text: string): void {
    this.frames += 1
    this.deltas += text.length / STAMP
    this.text += Buffer.byteLength(text)
    if (!this.delays) return
    const now = sharedNow()
    for (const stamp of stampsOf(text)) this.delays.push(now - stamp)
  }
}

/** One student's connection to one answer. */
export class Reader {
  readonly accepted: Promise<void>
  readonly ended: Promise<void>
  private readonly socket: WebSocket

  constructor(port: number, tongue: Tongue, question: string, tally: Tally) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${tongue.path}`, { perMessageDeflate: false })
    this.socket = socket
    let accept = (): void => undefined
    let fail = (_error: Error): void => undefined
    this.accepted = new Promise((resolve, reject) => {
      accept = resolve
      fail = reject
    })
    this.ended = new Promise((resolve) => socket.on('close', () => resolve()))
    this.accepted.catch(() => undefined)
    socket.on('error', fail)
    socket.on('open', () => {
      const opening = tongue.opening?.(question)
      if (opening !== undefined) socket.send(opening)
    })
    socket.on('message', (data) => {
      const heard = tongue.hear(data.toString(), question)
      if (heard.type === 'content') tally.note(heard.text)
      else if (heard.type === 'accepted') accept()
      else if (heard.type === 'reply') socket.send(heard.message)
      else if (heard.type === 'refused') fail(new Error(`refused: ${heard.why}`))
    })
  }

  close(): void {
    this.socket.terminate()
  }
}
