import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as bodyOf } from 'node:stream/consumers'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Frame, parseFrame } from '../frame'
import { sleep } from '../link'
import type { Outcome } from '../outcome'
import { judge, type Shown } from './judge'
import { type LinkRecord, now, Run } from './record'
import type { Scene } from './scene'
import { Stage } from './stage'
import { eventWire, socketWire, type Wire } from './wire'

/** Milliseconds without anything after which a client counts as done: the first attempt to come back is sooner. */
const QUIET = 1500
/** The same while a link is open, whose close may be on its way on a busy machine. */
const QUIET_AND_OPEN = 6000

/** Milliseconds after which a client that comes back for ever is judged by what it did until then, unless told. */
const LONGEST = 30_000

/** A scene on a port of its own, so that any client can be sent to it by an address alone. */
export class PlayedScene {
  private readonly server: Server
  private readonly sockets = new WebSocketServer({ noServer: true })
  private run = new Run()
  /** Stages whose clients may yet be told to have stopped. */
  private stages: Stage[] = []

  private constructor(readonly scene: Scene) {
    this.server = createServer((request, response) => {
      this.call(request, response).catch(() => response.destroy())
    })
    this.server.on('upgrade', (request, socket, head) => {
      if (this.scene.opens?.(this.run.links.length) === false) {
        this.run.open('socket', true)
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
        return
      }
      this.sockets.handleUpgrade(request, socket, head, (client) => this.welcome(client))
    })
  }

  /** `port` 0: any that is free. */
  static async open(scene: Scene, port = 0, host = '127.0.0.1'): Promise<PlayedScene> {
    const played = new PlayedScene(scene)
    await new Promise<void>((resolve, reject) => {
      played.server.once('error', reject)
      played.server.listen(port, host, resolve)
    })
    return played
  }

  /** Of its socket, as a client is given it. */
  get address(): string {
    const { address, port } = this.server.address() as AddressInfo
    return `ws://${address.includes(':') ? `[${address}]` : address}:${port}/api/v1/learning/ws/ask`
  }

  /** Milliseconds since something was seen of the present client; nothing where none has come. */
  get quietFor(): number | undefined {
    return this.run.links.length === 0 ? undefined : this.run.quietFor
  }

  /**
   * How the client did, once nothing comes of it any more; the next one begins anew. `shown`: what only it can tell; `longest`: milliseconds
   * that one may take which never rests.
   */
  async judge(shown?: Shown, longest = LONGEST): Promise<Outcome[]> {
    // Its last link may not be closed yet.
    if (shown !== undefined) this.run.happened()
    const { run } = this
    const quiet = () => (run.links.some(({ endedAt }) => endedAt === undefined) ? QUIET_AND_OPEN : QUIET)
    const late = now() + longest
    while (run.quietFor < quiet() && now() < late) await sleep(Math.min(QUIET, quiet() - run.quietFor))
    this.run = new Run()
    this.stages = []
    return judge(this.scene, run, shown)
  }

  async close(): Promise<void> {
    for (const client of this.sockets.clients) client.terminate()
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private welcome(client: WebSocket): void {
    const { run } = this
    const link = run.open('socket')
    const gone = new Promise<void>((resolve) => {
      client.on('close', () => {
        link.endedAt = run.happened()
        resolve()
      })
    })
    // The close that follows is what counts.
    client.on('error', () => undefined)
    let stage: Stage | undefined
    client.on('message', (data) => {
      const frame = parseFrame(data.toString())
      if (stage !== undefined) stage.heard(frame)
      else if (isFirst(frame)) {
        link.first = frame
        link.after = frame.type === 'resume' ? Number(frame.after_seq) : undefined
        stage = this.play(link, run, socketWire(client), gone)
      }
    })
  }

  private async call(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { run, stages } = this
    const body = parseFrame(await bodyOf(request))
    if (request.url?.endsWith('/learning/stop')) {
      run.happened()
      run.stopCalls.push(body)
      for (const stage of stages) stage.heard({ type: 'stop' })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    } else if (request.url?.endsWith('/learning/ask-stream')) this.stream(body, request, response)
    else {
      const refusal = { code: 'NOT_FOUND', message: 'a scene has no such call' }
      response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(refusal))
    }
  }

  private stream(first: Frame, request: IncomingMessage, response: ServerResponse): void {
    const { run } = this
    const link = run.open('event stream')
    const lastEventId = request.headers['last-event-id']
    link.first = first
    link.after = lastEventId === undefined ? undefined : Number(lastEventId)
    const gone = new Promise<void>((resolve) => {
      response.on('close', () => {
        link.endedAt = run.happened()
        resolve()
      })
    })
    this.play(link, run, eventWire(response), gone)
  }

  private play(link: LinkRecord, run: Run, wire: Wire, gone: Promise<void>): Stage {
    run.happened()
    const stage = new Stage(run.links.indexOf(link), link, run, wire, gone)
    this.stages.push(stage)
    // Only a mistake of the scene itself rejects.
    this.scene.play(stage).catch((error: unknown) => console.error(`${this.scene.name}:`, error))
    return stage
  }
}

/** Types that are not known are ignored, also before the first message. */
function isFirst({ type, params }: Frame): boolean {
  return type === 'ask' || type === 'resume' || (type === '' && params !== undefined)
}
