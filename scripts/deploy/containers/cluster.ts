import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { AskClient } from '../../../server/test/http/ask-client'
import { untilReady } from '../../../server/test/http/ready'
import { ReturningClient } from '../../../server/test/redis/returning-client'
import type { Compose } from './compose'
import { demand, type Steps } from './steps'
import { type Trial, tokenAt, versionAt } from './trial'

const SERVERS = [
  { name: 'tutor-1', address: 'http://127.0.0.1:8000' },
  { name: 'tutor-2', address: 'http://127.0.0.1:8010' },
  { name: 'tutor-3', address: 'http://127.0.0.1:8020' },
] as const
const NAMES = SERVERS.map(({ name }) => name)
const [FIRST, SECOND] = SERVERS
/** nginx, whose certificate is this trial's own. */
const NGINX = 'https://127.0.0.1'
/** Streams under which versions change. */
const READERS = 10
/** Seconds after which another server has taken an answer over. */
const TAKEN_OVER = 15
/** Milliseconds for which servers that are asked to stop have to write on. */
const WRITTEN_ON = 3000
/** Milliseconds until a reader comes again. */
const BACK_OFF = 300

interface Asked {
  trial: Trial
  compose: Compose
  token: string
  whole: string
}

/** compose.cluster.yaml as its first lines say. `certificates`: what stands in for /etc/letsencrypt. */
export async function tryCluster(
  trial: Trial,
  steps: Steps,
  whole: string,
  certificates: string,
): Promise<void> {
  const nginx = { volumes: [`${certificates}:/etc/letsencrypt:ro`] }
  trial.useDatabase()
  const compose = trial.compose(['compose.cluster.yaml'], NAMES, { nginx })
  await compose.during(async () => {
    await steps.step(
      'compose.cluster.yaml: three servers, PostgreSQL, Redis and nginx are up',
      async () => {
        await compose.compose('up', '-d', '--build')
        await Promise.all(SERVERS.map(({ address }) => untilReady(address)))
        await compose.untilHealthy(...NAMES, 'postgres', 'redis')
        const starts = NAMES.map((name) => compose.inspect(name, '{{.RestartCount}}'))
        return `after ${(await Promise.all(starts)).join(', ')} further starts`
      },
      900,
    )
    const asked = { trial, compose, token: await tokenAt(FIRST.address), whole }
    await readElsewhere(asked, steps)
    await killOne(asked, steps)
    await upgrade(asked, steps)
    await stop(asked, steps)
  })
}

async function readElsewhere({ trial, compose, token, whole }: Asked, steps: Steps): Promise<void> {
  await steps.step('an answer that is begun at one server is read on at another', async () => {
    const question = newQuestion(token)
    const first = new AskClient(FIRST.address, question)
    await first.until(() => first.text !== '')
    const second = readOn(SECOND.address, question, first.lastSeq)
    await second.until(() => second.text !== '')
    trial.model.inHurry = true
    await second.until(() => second.done !== undefined)
    trial.model.inHurry = false
    demand(read(first, second) === whole, 'it did not come whole')
    return undefined
  })
  await steps.step(
    'through nginx an answer comes whole; what was asked stands in the log of its container',
    async () => {
      trial.model.inHurry = true
      const reader = new AskClient(NGINX, newQuestion(token))
      await reader.until(() => reader.done !== undefined)
      trial.model.inHurry = false
      demand(reader.text === whole, 'it did not come whole')
      await reader.closed
      while (!(await compose.compose('logs', 'nginx')).includes('GET /api/v1/learning/ws/ask" 101'))
        await sleep(500)
      return undefined
    },
  )
}

async function killOne({ trial, compose, token, whole }: Asked, steps: Steps): Promise<void> {
  await steps.step(
    `one that is killed in mid-answer is followed by another within ${TAKEN_OVER} s`,
    async () => {
      const question = newQuestion(token)
      const first = new AskClient(SECOND.address, question)
      await first.until(() => first.text !== '')
      await compose.kill(SECOND.name)
      const start = Date.now()
      await first.closed
      const second = await untilGoesOn(question, first.lastSeq)
      const silence = (Date.now() - start) / 1000
      trial.model.inHurry = true
      await second.until(() => second.done !== undefined)
      trial.model.inHurry = false
      demand(read(first, second) === whole, 'it did not come whole')
      demand(silence < TAKEN_OVER, `${silence.toFixed(1)} s of silence`)
      return `${silence.toFixed(1)} s of silence`
    },
  )
  await steps.step('it is started again', async () => {
    await compose.compose('up', '-d', '--no-deps', SECOND.name)
    await untilReady(SECOND.address)
    return undefined
  })
}

async function upgrade({ trial, token, compose, whole }: Asked, steps: Steps): Promise<void> {
  const former = trial.version
  const readers = Array.from({ length: READERS }, () => new ReturningClient(() => NGINX, newQuestion(token)))
  await Promise.all(readers.map((reader) => reader.begun()))
  trial.version = `${former}-next`
  for (const { name, address } of SERVERS)
    await steps.step(
      `a new version under ${READERS} answers: ${name}`,
      async () => {
        await compose.compose('up', '-d', '--build', '--no-deps', name)
        await untilReady(address)
        demand((await versionAt(address)) === trial.version, 'it is the former version')
        return undefined
      },
      900,
    )
  await steps.step('each answer came whole, and was written by one server at a time', async () => {
    trial.model.inHurry = true
    await Promise.all(readers.map(({ ended }) => ended))
    trial.model.inHurry = false
    for (const { text, whole: told, ends, gaps } of readers) {
      demand(ends.join() === 'done' && gaps.length === 0, `${ends.join()} with ${gaps.length} gaps`)
      demand(text === whole && told === whole, 'it did not come whole')
    }
    demand(trial.model.mostAtOnce === 1, `${trial.model.mostAtOnce} wrote the same answer at once`)
    return `over ${readers.reduce((sum, { links }) => sum + links, 0)} links`
  })
}

async function stop({ trial, token, compose, whole }: Asked, steps: Steps): Promise<void> {
  await steps.step(
    'asked to stop in mid-answer, all end the answers and then themselves, with 0',
    async () => {
      const readers = SERVERS.map(({ address }) => new AskClient(address, newQuestion(token)))
      await Promise.all(readers.map((reader) => reader.until(() => reader.text !== '')))
      const stopping = compose.compose('stop')
      await sleep(WRITTEN_ON)
      trial.model.inHurry = true
      await stopping
      trial.model.inHurry = false
      await compose.demandCleanEnd(...NAMES, 'postgres', 'redis')
      await Promise.all(readers.map(({ closed }) => closed))
      for (const { text, done } of readers)
        demand(done !== undefined && text === whole, 'it did not come whole')
      return undefined
    },
  )
}

interface Question {
  token: string
  request_id: string
  params: { content: string }
}

/** Each has a text of its own, by which the model tells them apart. */
function newQuestion(token: string): Question {
  const request_id = randomUUID()
  return { token, request_id, params: { content: `${request_id}怎么做？` } }
}

function readOn(address: string, { token, request_id }: Question, after_seq: number): AskClient {
  return new AskClient(address, { type: 'resume', token, request_id, after_seq })
}

/** What one reader has after two links; a snapshot takes the place of what it had before. */
function read(first: AskClient, second: AskClient): string {
  return second.frames.some(({ type }) => type === 'snapshot') ? second.text : first.text + second.text
}

/** Comes again through nginx until there is more to read. */
async function untilGoesOn(question: Question, lastSeq: number): Promise<AskClient> {
  for (;;) {
    const link = readOn(NGINX, question, lastSeq)
    const goesOn = await link
      .until(() => link.text !== '')
      .then(
        () => true,
        () => false,
      )
    if (goesOn) return link
    await sleep(BACK_OFF)
  }
}
