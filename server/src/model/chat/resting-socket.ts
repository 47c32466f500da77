import type http from 'node:http'
import type https from 'node:https'
import { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** One for all connections: what is read is copied before anything else is. */
const READ = Buffer.allocUnsafe(64 * 1024)
/** Bytes of one read with which a connection is too busy to rest. */
const BUSY = READ.length / 4

/** Where a connection begins; what comes of it is told to `take`, out of {@link READ}. */
type Connect = (take: (bytes: number) => boolean) => Socket

/**
 * A connection that may rest after a read: what comes meanwhile waits with the operating system and is read together, at the next beat
 * of all that rest. To wake for each few bytes costs more than what is done with them. (Node's own socket goes on reading while it is
 * paused, until its buffers are full.)
 */
export class RestingSocket extends Duplex {
  /** Whether it may rest after what is being read; said by whoever reads it, each time. */
  mayRest = false
  private readonly connection: Socket
  private full = false

  constructor(
    connect: Connect,
    private readonly rests: Rests,
  ) {
    super({ allowHalfOpen: false, decodeStrings: false })
    this.connection = connect((bytes) => this.received(bytes))
    this.connection.on('end', () => this.push(null))
    this.connection.on('error', (error) => this.destroy(error))
    this.connection.on('close', () => this.destroy())
    this.connection.on('timeout', () => this.emit('timeout'))
  }

  rest(): void {
    this.connection.pause()
  }

  /** Reads on. */
  wake(): void {
    this.connection.resume()
  }

  /** As `net.Socket` has it: 0 is no time limit any more, and its listener goes. Node's client ends each call that way. */
  setTimeout(delay: number, callback?: () => void): this {
    this.connection.setTimeout(delay)
    if (callback && delay === 0) this.off('timeout', callback)
    else if (callback) this.once('timeout', callback)
    return this
  }

  setKeepAlive(enable?: boolean, initialDelay?: number): this {
    this.connection.setKeepAlive(enable, initialDelay)
    return this
  }

  setNoDelay(noDelay?: boolean): this {
    this.connection.setNoDelay(noDelay)
    return this
  }

  ref(): this {
    this.connection.ref()
    return this
  }

  unref(): this {
    this.connection.unref()
    return this
  }

  override _read(): void {
    if (this.full) this.wake()
    this.full = false
  }

  override _write(
    chunk: Buffer | string,
    encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.connection.write(chunk, encoding, done)
  }

  override _writev(
    chunks: readonly { chunk: Buffer | string; encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    this.connection.cork()
    chunks.forEach(({ chunk, encoding }, index) => {
      this.connection.write(chunk, encoding, index === chunks.length - 1 ? done : undefined)
    })
    this.connection.uncork()
  }

  override _final(done: (error?: Error | null) => void): void {
    this.connection.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.connection.destroy()
    done(error)
  }

  private received(bytes: number): boolean {
    this.mayRest = false
    this.full = !this.push(Buffer.from(READ.subarray(0, bytes)))
    if (this.full) return false
    if (this.mayRest && bytes < BUSY) this.rests.take(this)
    return true
  }
}

/** Has connections rest until its next beat, all of them to the same one: what is read together is written down and sent together. */
export class Rests {
  private readonly resting = new Set<RestingSocket>()
  private beat: NodeJS.Timeout | undefined

  /** `interval`: milliseconds between two beats. */
  constructor(private readonly interval: number) {}

  take(socket: RestingSocket): void {
    socket.rest()
    this.resting.add(socket)
    // The connections keep the process, and not this.
    this.beat ??= setTimeout(() => this.wake(), this.interval).unref()
  }

  private wake(): void {
    this.beat = undefined
    const all = [...this.resting]
    this.resting.clear()
    for (const socket of all) socket.wake()
  }
}

/** An agent whose connections may rest. */
export function restingAgent(
  library: typeof http | typeof https,
  options: https.AgentOptions,
  rests: Rests,
): http.Agent {
  const agent = new library.Agent(options)
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (request) =>
    new RestingSocket((callback) => {
      const options = { ...request, onread: { buffer: READ, callback } }
      const socket = connect(options)
      if (socket instanceof Socket) return socket
      throw new TypeError('an agent of Node gives its connections at once')
    }, rests)
  return agent
}
