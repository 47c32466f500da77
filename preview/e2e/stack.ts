import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type PreviewServer, startPreview } from '../src/server'
import { type Link, openLink } from './link'
import { freePort } from './ports'
import { ServerProcess } from './server-process'

/** The whole product on free ports with data of its own: browser → preview → link → server. */
export interface Stack {
  preview: PreviewServer
  link: Link
  server: ServerProcess
  close(): Promise<void>
}

export async function startStack(): Promise<Stack> {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'wuhao-tutor-e2e-'))
  const server = new ServerProcess(await freePort(), data)
  const link = await openLink(server.port)
  const upstream = { host: '127.0.0.1', port: link.port }
  const program = path.join(__dirname, '..', '..', 'miniprogram')
  const [preview] = await Promise.all([
    startPreview({ port: 0, host: '127.0.0.1', upstream, program }),
    server.start(),
  ])
  const close = async (): Promise<void> => {
    await preview.close()
    await link.close()
    await server.end()
    fs.rmSync(data, { recursive: true, force: true })
  }
  return { preview, link, server, close }
}
