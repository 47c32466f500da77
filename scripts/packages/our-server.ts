import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ServerProcess } from '../../preview/e2e/server-process'
import { SOURCES } from '../../preview/e2e/stack'

/** Our own server for a check, with data of its own. */
export interface OurServer {
  readonly port: number
  readonly address: string
  /** Ends it and its model, and deletes its data. */
  close(): Promise<void>
}

/** A stand-in for a model's API. */
interface Model {
  readonly baseUrl: string
  close(): Promise<void>
}

/** Resolves when it listens and asks `model`. `settings` are of its environment. */
export async function startOurServer(
  model: Model,
  settings: Readonly<Record<string, string>> = {},
): Promise<OurServer> {
  const data = mkdtempSync(path.join(os.tmpdir(), 'wuhao-our-server-'))
  const api = { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: 'none', OPENAI_MODEL: 'script' }
  const server = new ServerProcess(SOURCES.server, data, { ...api, ...settings })
  const close = async (): Promise<void> => {
    await server.end()
    await model.close()
    rmSync(data, { recursive: true, force: true })
  }
  try {
    await server.start()
  } catch (error) {
    await close()
    throw error
  }
  return { port: server.port, address: `http://127.0.0.1:${server.port}`, close }
}
