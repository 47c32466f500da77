import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as bodyOf } from 'node:stream/consumers'
import { WebSocket, WebSocketServer } from 'ws'
import { type Frame, parseFrame } from '../../../packages/answer-conformance/src/frame'

/** What a server does wrong. Everything that is not said is passed on as it is. */
export interface Spoiling {
  /** What it does as soon as a link is there. */
  opens?(link: SpoiledLink): void
  /** What the server takes a client's message for; nothing: it does not hear it. */
  hears?(message: Frame, link: SpoiledLink): Frame | undefined
  /** What it says in place of a frame. */
  says?(frame: Frame, link: SpoiledLink): readonly Frame[]
  /** What it does when the client goes without a word. */
  left?(link: SpoiledLink): void
  /** The code with which it closes in place of the server's; nothing: without a word. */
  closes?(): number | undefined
  /** It closes nothing. */
  leavesOpen?: boolean
  /** A call's answer in place of the server's. */
  answers?(call: Call, pass: (call: Call) => Promise<Reply>): Promise<Reply>
}

export interface SpoiledLink {
  /** The client's first message. */
  first: Frame | undefined
  tellServer(message: object): void
  tellClient(frame: object): void
  close(): void
}

export interface Call {
  path: string
  headers: Record<string, string>
  body: string
}

export interface Reply {
  status: number
  type: string
  body: string
}

/** Stands before a server and makes another of it, that keeps all of its promises but what is spoiled. */
export async function spoiled(
  address: string,
  spoiling: Spoiling,
): Promise<{ address: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    passCall(address, spoiling, request, response).catch(() => response.destroy())
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (client, { url = '/' }) => {
    passLink(client, new WebSocket(`${address.replace(/^http/, 'ws')}${url}`), spoiling)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function passLink(client: WebSocket, server: WebSocket, spoiling: Spoiling): void {
  const opened = new Promise<void>((resolve) => server.once('open', () => resolve()))
  const send = (to: WebSocket, text: string) => to.readyState === WebSocket.OPEN && to.send(text)
  const link: SpoiledLink = {
    first: undefined,
    tellServer: (message) => void opened.then(() => send(server, JSON.stringify(message))),
    tellClient: (frame) => send(client, JSON.stringify(frame)),
    close: () => client.close(1000),
  }
  spoiling.opens?.(link)
  client.on('message', (data) => {
    const text = data.toString()
    const message = parseFrame(text)
    link.first ??= message
    const heard = spoiling.hears === undefined ? message : spoiling.hears(message, link)
    // As it came, where nothing is made of it: it may be no message at all.
    if (heard === message) void opened.then(() => send(server, text))
    else if (heard !== undefined) link.tellServer(heard)
  })
  server.on('message', (data) => {
    const frame = parseFrame(data.toString())
    for (const each of spoiling.says?.(frame, link) ?? [frame]) link.tellClient(each)
  })
  server.on('close', (code) => {
    if (spoiling.leavesOpen === true) return
    const closing = spoiling.closes === undefined ? code : spoiling.closes()
    if (closing === undefined || closing === 1005 || closing === 1006) client.terminate()
    else client.close(closing)
  })
  client.on('close', () => {
    spoiling.left?.(link)
    // What was told to the server goes out before.
    void opened.then(() => server.close())
  })
  server.on('error', () => client.terminate())
  client.on('error', () => undefined)
}

async function passCall(
  address: string,
  spoiling: Spoiling,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = Object.fromEntries(
    ['authorization', 'content-type', 'last-event-id'].flatMap((name) => {
      const value = request.headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
  const pass = async (call: Call): Promise<Reply> => {
    const reply = await fetch(`${address}${call.path}`, {
      method: 'POST',
      headers: call.headers,
      body: call.body,
    })
    return {
      status: reply.status,
      type: reply.headers.get('content-type') ?? '',
      body: await reply.text(),
    }
  }
  const call = { path: request.url ?? '/', headers, body: await bodyOf(request) }
  const { status, type, body } = await (spoiling.answers?.(call, pass) ?? pass(call))
  response.writeHead(status, { 'content-type': type }).end(body)
}
