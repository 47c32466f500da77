import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'

/** A network between a server and what it works with that can fall silent: nothing is carried, and nobody is told. */
export class SilentProxy {
  /** Whether what is opened from now on is carried. */
  private carriesNew = true
  private readonly carried = new Set<Socket>()
  private readonly server = createServer((near) => this.carry(near))

  constructor(private readonly target: URL) {}

  /** Opens it; resolves with the address that leads through it. */
  async open(): Promise<string> {
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    const address = this.server.address()
    if (address === null || typeof address === 'string') throw new Error('a port was asked for')
    const url = new URL(this.target)
    url.hostname = '127.0.0.1'
    url.port = String(address.port)
    return url.href
  }

  /** What is open carries nothing any more; `lasting`: nor does what is opened later, until {@link carryAgain}. */
  fallSilent(lasting: boolean): void {
    this.carriesNew = !lasting
    for (const socket of this.carried) {
      socket.unpipe()
      socket.pause()
    }
  }

  /** New connections come through again; the old ones stay silent. */
  carryAgain(): void {
    this.carriesNew = true
  }

  /** Every connection is closed; new ones come through. */
  cut(): void {
    for (const socket of this.carried) socket.destroy()
  }

  close(): void {
    this.server.close()
    this.cut()
  }

  private carry(near: Socket): void {
    this.keep(near)
    if (!this.carriesNew) return
    const far = createConnection(Number(this.target.port), this.target.hostname)
    this.keep(far)
    near.pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  }

  private keep(socket: Socket): void {
    this.carried.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => this.carried.delete(socket))
  }
}
