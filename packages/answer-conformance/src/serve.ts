import { createServer, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { sleep } from './link'
import type { Outcome } from './outcome'
import type { Report } from './report'
import type { Shown } from './scenes/judge'
import { PlayedScene } from './scenes/played-scene'
import { SCENES } from './scenes/scenes'

/** Milliseconds without anything after which a client is judged that tells nothing of what it shows. */
const PATIENCE = 30_000

/** Where scenes are played: the list of them at `port`, each at one of the ports behind it. */
export interface ServeOptions {
  port: number
  host: string
}

/**
 * Plays every scene to whoever comes, until the process is told to end. `GET /scenes` lists them; `POST /scenes/NAME/shown {text, ended}`
 * gives how the client did. One that tells nothing is judged when nothing was seen of it for half a minute.
 */
export async function serve({ port, host }: ServeOptions, report: Report): Promise<void> {
  const played: PlayedScene[] = []
  for (const [index, scene] of SCENES.entries())
    played.push(await PlayedScene.open(scene, port === 0 ? 0 : port + 1 + index, host))
  const verdict = async (one: PlayedScene, shown?: Shown): Promise<Outcome[]> => {
    const outcomes = await one.judge(shown)
    report.heading(one.scene.name)
    for (const outcome of outcomes) report.tell(outcome)
    return outcomes
  }
  const list = createServer((request, response) => {
    const name = /^\/scenes\/([^/]+)\/shown$/.exec(request.url ?? '')?.[1]
    const one = played.find(({ scene }) => scene.name === name)
    if (request.method === 'GET' && request.url === '/scenes') answer(response, 200, played.map(described))
    else if (request.method !== 'POST' || one === undefined) answer(response, 404, { code: 'NOT_FOUND' })
    else {
      json(request)
        .then((body) => verdict(one, shownIn(body)))
        .then(
          (outcomes) => answer(response, 200, outcomes),
          (error: unknown) => answer(response, 400, { code: 'BAD_REQUEST', message: String(error) }),
        )
    }
  })
  await new Promise<void>((resolve, reject) => {
    list.once('error', reject)
    list.listen(port, host, resolve)
  })
  const address = list.address()
  const at = typeof address === 'object' && address !== null ? address.port : port
  for (const one of played) console.log(`${one.address}  ${one.scene.name}: ${one.scene.does}`)
  console.log(`the list: http://${host}:${at}/scenes`)
  await ended(async () => {
    for (const one of played) if ((one.quietFor ?? 0) > PATIENCE) await verdict(one)
  })
  for (const one of played) await one.close()
  list.close()
}

/** Resolves on SIGINT or SIGTERM; calls `look` each second until then. */
async function ended(look: () => Promise<void>): Promise<void> {
  let isOver = false
  const over = new Promise<void>((resolve) => {
    const end = () => {
      isOver = true
      resolve()
    }
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
  })
  while (!isOver) {
    await Promise.race([over, sleep(1000)])
    await look()
  }
}

function described({ scene: { name, does, act, endings, seconds }, address }: PlayedScene): object {
  return { name, does, act, endings, seconds, address }
}

/** Throws where it is not `{text, ended}`. */
function shownIn(body: unknown): Shown {
  const { text, ended } = Object(body)
  if (typeof text !== 'string' || typeof ended !== 'string')
    throw new Error('{text, ended}: what is shown, and a finish reason or a code')
  return { text, ended }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
