import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import WebSocket, { WebSocketServer } from 'ws'
import { type PreviewServer, startPreview } from '../src/server'

const PROGRAM = path.join(__dirname, '..', '..', 'miniprogram')

const portOf = (server: http.Server): number => {
  const address: AddressInfo | string | null = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('not listening')
  return address.port
}

describe('the preview server', () => {
  let upstream: http.Server
  let sockets: WebSocketServer
  let preview: PreviewServer

  beforeAll(async () => {
    upstream = http.createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        response.writeHead(201, { 'content-type': 'application/json' })
        response.end(
          JSON.stringify({ method: request.method, url: request.url, body: Buffer.concat(parts).toString() }),
        )
      })
    })
    sockets = new WebSocketServer({ server: upstream })
    sockets.on('connection', (socket) => {
      socket.on('message', (data) => socket.send(`echo ${String(data)}`))
      socket.on('message', (data) => String(data) === 'cut' && socket.terminate())
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    const server = { host: '127.0.0.1', port: portOf(upstream) }
    preview = await startPreview({ port: 0, host: '127.0.0.1', upstream: server, program: PROGRAM })
  })
  afterAll(async () => {
    await preview.close()
    sockets.close()
    upstream.closeAllConnections()
    await new Promise((resolve) => upstream.close(resolve))
  })

  it('passes /api on, with method, query and body, and the answer back', async () => {
    const response = await fetch(`${preview.address}/api/v1/x?a=1`, { method: 'POST', body: 'pages' })
    expect(response.status).toBe(201)
    expect(await response.json()).toEqual({ method: 'POST', url: '/api/v1/x?a=1', body: 'pages' })
  })

  it('passes a WebSocket on in both directions, and a cut too', async () => {
    const socket = new WebSocket(`${preview.address.replace('http', 'ws')}/api/v1/learning/ws/ask`)
    const heard: string[] = []
    socket.on('message', (data) => heard.push(String(data)))
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    await new Promise((resolve) => socket.on('open', resolve))
    socket.send('hello')
    socket.send('cut')
    expect(await closed).toBe(1006)
    expect(heard[0]).toBe('echo hello')
  })

  it('serves the frame and the app, and nothing outside the program nor its sources', async () => {
    const status = async (address: string) => (await fetch(preview.address + address)).status
    expect(await status('/')).toBe(200)
    expect(await status('/app.html')).toBe(200)
    expect(await status('/__preview/host.js')).toBe(200)
    expect(await status('/app.json')).toBe(404)
    expect(await status('/..%2f..%2fpackage.json')).toBe(404)
    expect(await status('/%2e%2e/docs/images/x.png')).toBe(404)
  })

  it('answers in words when the server is not there', async () => {
    const lonely = await startPreview({
      port: 0,
      host: '127.0.0.1',
      upstream: { host: '127.0.0.1', port: 1 },
      program: PROGRAM,
    })
    const response = await fetch(`${lonely.address}/api/v1/x`)
    expect(response.status).toBe(502)
    expect(await response.json()).toEqual({ code: 'SHUTTING_DOWN', message: '服务器没有启动' })
    await lonely.close()
  })

  it('rejects a port that is taken', async () => {
    const port = Number(new URL(preview.address).port)
    const again = startPreview({
      port,
      host: '127.0.0.1',
      upstream: { host: '127.0.0.1', port: 1 },
      program: PROGRAM,
    })
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
