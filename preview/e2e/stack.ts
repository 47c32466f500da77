import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type ModelEndpoint, startModelEndpoint } from '../../server/test/http/model-endpoint'
import { buildPreview, type PreviewBuild, type PreviewServer, startPreview } from '../src/server'
import { type Link, openLink } from './link'
import { ServerProcess } from './server-process'

/** An answer that a model gives in deltas of four characters, one each `pause` milliseconds; or `gone`: it cannot be reached. */
export interface AnswerScript {
  text: string
  pause: number
  gone?: boolean
}

/** The whole product on free ports with data of its own: browser → preview → link → server. */
export interface Stack {
  preview: PreviewServer
  link: Link
  server: ServerProcess
  close(): Promise<void>
}

/** What a run looks at. */
export interface Product {
  /** The folder that the preview is built from: the mini-program's sources, or what WeChat's compiler made of them. */
  program: string
  /** What Node starts the server with. */
  server: readonly string[]
}

const ROOT = path.join(__dirname, '..', '..')

/** As a developer has it before them. */
export const SOURCES: Product = {
  program: path.join(ROOT, 'miniprogram'),
  server: ['--import', 'tsx', path.join(ROOT, 'server', 'src', 'main.ts')],
}

/** One build of each program for all stacks of a run: it does not change meanwhile. */
const builds = new Map<string, Promise<PreviewBuild>>()

function buildOf(program: string): Promise<PreviewBuild> {
  const build = builds.get(program) ?? buildPreview(program)
  builds.set(program, build)
  return build
}

/** Lets the compilers of all builds go: one that is cut off while it waits says so, at length. */
export async function endBuilds(): Promise<void> {
  for (const build of builds.values()) await (await build).compiler.dispose()
  builds.clear()
}

/** @param script a model that writes this answer stands behind the server, instead of the local tutor */
export async function startStack(product: Product, script?: AnswerScript): Promise<Stack> {
  const { program } = product
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'wuhao-tutor-e2e-'))
  const model = script === undefined ? undefined : await startModelEndpoint([script.text], script.pause)
  if (script?.gone === true) await model?.close()
  const settings = model === undefined ? {} : settingsFor(model)
  const server = new ServerProcess(product.server, data, settings)
  const [build] = await Promise.all([buildOf(program), server.start()])
  const link = await openLink(server.port)
  const upstream = { host: '127.0.0.1', port: link.port }
  const preview = await startPreview({ port: 0, host: '127.0.0.1', upstream, program, build })
  const close = async (): Promise<void> => {
    await preview.close()
    await link.close()
    await server.end()
    if (script?.gone !== true) await model?.close()
    fs.rmSync(data, { recursive: true, force: true })
  }
  return { preview, link, server, close }
}

function settingsFor({ baseUrl }: ModelEndpoint): Record<string, string> {
  return { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: 'none', OPENAI_MODEL: 'script' }
}
