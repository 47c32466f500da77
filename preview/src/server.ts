import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import path from 'node:path'
import { bundleHost } from './compiler/bundle'
import { type Compiler, createCompiler } from './compiler/compiler'
import { isFile } from './compiler/files'
import { proxyRequest, proxyUpgrade, type Upstream } from './proxy'

export interface PreviewOptions {
  /** 0 takes a free one. */
  port: number
  host: string
  /** The server that gets every request under `/api`. */
  upstream: Upstream
  /** The mini-program's folder. */
  program: string
  /** What it is built by, where several previews share that; else one of its own. */
  build?: PreviewBuild
}

/** Builds one mini-program and the host that runs it, for one preview or many. */
export interface PreviewBuild {
  compiler: Compiler
  host: { code: string; map: string }
}

/** A running preview. */
export interface PreviewServer {
  address: string
  close(): Promise<void>
}

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** Only assets are served from the program's folder: its sources are in the bundle. */
const ASSETS = new Set(['.gif', '.jpg', '.jpeg', '.png', '.svg', '.webp', '.woff', '.woff2', '.ttf'])

const PAGES = path.join(__dirname, 'pages')

type Send = (status: number, type: string, body: string | Buffer) => void

function sender(response: http.ServerResponse): Send {
  return (status, type, body) => {
    response.writeHead(status, {
      'content-type': TYPES[type] ?? 'application/octet-stream',
      'cache-control': 'no-store',
    })
    response.end(body)
  }
}

/** The program's file behind an address, or undefined where there is none or it lies outside. */
function assetFile(program: string, pathname: string): string | undefined {
  const file = path.join(program, path.normalize(decodeURIComponent(pathname)))
  const inside = file.startsWith(program + path.sep)
  return inside && ASSETS.has(path.extname(file)) && isFile(file) ? file : undefined
}

/** A program that does not compile says why in the page, not only in the terminal. */
const failureScript = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error)
  return `document.body.innerHTML='<pre style="white-space:pre-wrap;padding:64px 16px;color:#c00"></pre>';document.querySelector('pre').textContent=${JSON.stringify(text)}`
}

/** Compiles a program for the first time, and says what a developer should know. */
export async function buildPreview(program: string): Promise<PreviewBuild> {
  const compiler = await createCompiler(path.resolve(program))
  const [host, first] = await Promise.all([bundleHost(), compiler.compile().catch(() => undefined)])
  for (const warning of first?.warnings ?? []) {
    if (!warning.startsWith('miniprogram_npm/')) console.warn(`preview: ${warning}`)
  }
  return { compiler, host }
}

/** Starts the preview: `/` a phone frame, `/app.html` the bare app, `/api` passed on to the server. */
export async function startPreview(options: PreviewOptions): Promise<PreviewServer> {
  const program = path.resolve(options.program)
  const { compiler, host } = options.build ?? (await buildPreview(program))
  const dispose = async (): Promise<void> => {
    if (options.build === undefined) await compiler.dispose()
  }

  const files: Record<string, () => Promise<[type: string, body: string | Buffer]>> = {
    '/': async () => ['.html', fs.readFileSync(path.join(PAGES, 'frame.html'))],
    '/app.html': async () => ['.html', fs.readFileSync(path.join(PAGES, 'app.html'))],
    '/__preview/frame.css': async () => ['.css', fs.readFileSync(path.join(PAGES, 'frame.css'))],
    '/__preview/frame.js': async () => ['.js', fs.readFileSync(path.join(PAGES, 'frame.js'))],
    '/__preview/host.js': async () => ['.js', `${host.code}\n//# sourceMappingURL=host.js.map`],
    '/__preview/host.js.map': async () => ['.map', host.map],
    '/__preview/program.js.map': async () => ['.map', (await compiler.compile()).map],
    '/__preview/program.js': async () => {
      const output = await compiler.compile().catch((error: unknown) => ({ code: failureScript(error) }))
      return ['.js', `${output.code}\n//# sourceMappingURL=program.js.map`]
    },
  }

  const handle = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://preview.invalid')
    const send = sender(response)
    if (pathname === '/api' || pathname.startsWith('/api/'))
      return proxyRequest(request, response, options.upstream)
    if (pathname === '/favicon.ico') return send(204, '', '')
    const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined
    if (file !== undefined) return send(200, ...(await file()))
    const asset = assetFile(program, pathname)
    if (asset === undefined) return send(404, '.html', '404')
    send(200, path.extname(asset), fs.readFileSync(asset))
  }

  const server = http.createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(error))
    })
  })
  const upgraded = new Set<Socket>()
  server.on('upgrade', (request, socket: Socket, head: Buffer) => {
    upgraded.add(socket)
    socket.on('close', () => upgraded.delete(socket))
    if (request.url?.startsWith('/api/') === true) proxyUpgrade(request, socket, head, options.upstream)
    else socket.destroy()
  })
  try {
    await listen(server, options.port, options.host)
  } catch (error) {
    await dispose()
    throw error
  }

  const close = async (): Promise<void> => {
    for (const socket of upgraded) socket.destroy()
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
    await dispose()
  }
  return { address: `http://${options.host}:${portOf(server)}`, close }
}

function listen(server: http.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function portOf(server: http.Server): number {
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
