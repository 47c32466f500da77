import { PROMISES, tryPromises } from '../../../packages/answer-conformance/src/check-server'
import { logIn } from '../../../packages/answer-conformance/src/log-in'
import type { Outcome } from '../../../packages/answer-conformance/src/outcome'
import { targetOf } from '../../../packages/answer-conformance/src/target'
import { systemClock } from '../../src/answer/clock'
import { startTestServer, type TestServer } from '../http/test-server'
import { finishes, ScriptModel, type Step, says, wait } from '../support/script-model'
import { BAD_SERVERS, type BadServer, SLOW, unquestioning } from './bad-servers'
import { spoiled } from './spoiling-proxy'

const steps = (pause: number): Step[] =>
  Array.from({ length: 30 }, (_, step) => [says(`第${step + 1}步。`), wait(pause)]).flat()

/** Of the suite, how many are about what cannot be asked. */
const REFUSED = PROMISES.map(([sentence]) => sentence).filter(
  (sentence) => sentence.endsWith('is BAD_REQUEST') && !sentence.startsWith('a first message'),
)
const badServers = [...BAD_SERVERS, ...REFUSED.map(unquestioning)]

let server: TestServer

beforeAll(async () => {
  const quick = new ScriptModel(systemClock, [[...steps(60), finishes()]])
  const slow = new ScriptModel(systemClock, [[says('一'), wait(3000), ...steps(60), finishes()]])
  const model = {
    name: 'script',
    seesImages: true,
    canContinue: true,
    answer: (request: Parameters<ScriptModel['answer']>[0]) =>
      (request.question === SLOW ? slow : quick).answer(request),
  }
  server = await startTestServer({ model, environment: { KEEPALIVE_INTERVAL_MS: '500' } })
})
afterAll(() => server.close())

/** What the suite says of our server, spoiled so, as two users who have no other answers. */
async function tried(name: string, bad: BadServer | undefined): Promise<Outcome[]> {
  const proxy = await spoiled(server.address, bad ?? {})
  try {
    const unknown = targetOf(proxy.address, { token: '', question: bad?.question ?? '数到三十。' })
    const token = await logIn(unknown, name)
    const otherToken = await logIn(unknown, `${name} too`)
    const only = bad === undefined ? PROMISES : PROMISES.filter(([sentence]) => sentence === bad.promise)
    return await tryPromises({ ...unknown, token, otherToken }, undefined, only)
  } finally {
    await proxy.close()
  }
}

test('our own server keeps each promise that the conformance suite tries', async () => {
  expect((await tried('one', undefined)).filter(({ held }) => held !== 'yes')).toEqual([])
})

/** All at once an answer would be over, on a busy machine, before what is tried with it has begun. */
const AT_ONCE = 8

test('a server that breaks a promise is caught by that one', async () => {
  const missed: object[] = []
  const waiting = [...badServers.entries()]
  const tryNext = async (): Promise<void> => {
    const next = waiting.shift()
    if (next === undefined) return
    const [index, bad] = next
    const [outcome] = await tried(`student ${index}`, bad)
    if (outcome?.held !== 'no') missed.push({ does: bad.does, outcome })
    await tryNext()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, tryNext))
  expect(missed).toEqual([])
}, 240_000)

test('no promise is without a server that breaks it', () => {
  const broken = new Set(badServers.map(({ promise }) => promise))
  expect(PROMISES.map(([sentence]) => sentence).filter((sentence) => !broken.has(sentence))).toEqual([])
})
