import net from 'node:net'
import { Transform } from 'node:stream'

/** The network between the preview and the server: a TCP proxy that can be cut. */
export interface Link {
  port: number
  /** Drops every connection; new ones are refused until `milliseconds` have passed. */
  cut(milliseconds: number): void
  /** The connections that are open stay so and carry nothing any more, as behind a proxy that forgot them. */
  stall(): void
  /** Holds what the server sends, from the first byte of `text` on, for so long: a slow server. */
  hold(text: string, milliseconds: number): void
  /** Connections taken so far. */
  readonly connections: number
  close(): Promise<void>
}

export async function openLink(target: number): Promise<Link> {
  const open = new Set<net.Socket>()
  let downUntil = 0
  let connections = 0
  let held: { text: string; milliseconds: number } | undefined
  /** Passes the server's bytes on, and waits where they are to be held. */
  const createHolder = (): Transform =>
    new Transform({
      transform(bytes: Buffer, _encoding, done) {
        const at = held === undefined ? -1 : bytes.indexOf(held.text)
        if (held === undefined || at < 0) return done(null, bytes)
        this.push(bytes.subarray(0, at))
        setTimeout(() => done(null, bytes.subarray(at)), held.milliseconds)
        held = undefined
      },
    })
  const server = net.createServer((client) => {
    if (Date.now() < downUntil) {
      client.resetAndDestroy()
      return
    }
    connections += 1
    const upstream = net.connect(target, '127.0.0.1')
    client.pipe(upstream)
    upstream.pipe(createHolder()).pipe(client)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const cut = (milliseconds: number): void => {
    downUntil = Date.now() + milliseconds
    for (const socket of open) socket.destroy()
  }
  const stall = (): void => {
    for (const socket of open) {
      socket.unpipe()
      socket.pause()
    }
  }
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut,
    stall,
    hold: (text, milliseconds) => {
      held = { text, milliseconds }
    },
    get connections() {
      return connections
    },
    close: () =>
      new Promise((resolve) => {
        cut(0)
        server.close(() => resolve())
      }),
  }
}
