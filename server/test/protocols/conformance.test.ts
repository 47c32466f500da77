import { PROMISES, tryPromises } from '../../../packages/answer-conformance/src/check-server'
import { PATIENCE } from '../../../packages/answer-conformance/src/link'
import { logIn } from '../../../packages/answer-conformance/src/log-in'
import type { Outcome } from '../../../packages/answer-conformance/src/outcome'
import { failing } from '../../../packages/answer-conformance/src/promises/failing'
import { targetOf } from '../../../packages/answer-conformance/src/target'
import { ModelError } from '../../src/model/model'
import { systemClock } from '../../src/time/clock'
import { startTestServer, type TestServer } from '../http/test-server'
import { finishes, ScriptModel, type Step, says, wait } from '../support/script-model'
import { type BadServer, SLOW, STEADY, unquestioning } from './bad-servers/bad-server'
import { badAtEvents } from './bad-servers/events'
import { badAtFirstMessages } from './bad-servers/first-messages'
import { badAtLinks } from './bad-servers/links'
import { badAtTelling } from './bad-servers/telling'
import { spoiled } from './spoiling-proxy'

const steps = (pause: number): Step[] =>
  Array.from({ length: 30 }, (_, step) => [says(`第${step + 1}步。`), wait(pause)]).flat()

/** Of the suite, how many are about what cannot be asked. */
const REFUSED = PROMISES.map(([sentence]) => sentence).filter(
  (sentence) => sentence.endsWith('is BAD_REQUEST') && !sentence.startsWith('a first message'),
)
/** At least one for each promise. */
const badServers = [
  ...badAtTelling,
  ...badAtLinks,
  ...badAtEvents,
  ...badAtFirstMessages,
  ...REFUSED.map(unquestioning),
]

/** Answered by an error after the first words: for good, or to be asked again. */
const FAILING = '这个不能回答。'
const FAILING_FOR_NOW = '这个现在不能回答。'

let server: TestServer

beforeAll(async () => {
  const script = (...all: Step[][]) => new ScriptModel(systemClock, all)
  // Before its end it is silent for longer than two keepalives are apart.
  const quick = script([...steps(60), wait(1200), finishes()])
  const others = new Map([
    [SLOW, script([says('一'), wait(3000), ...steps(60), finishes()])],
    [STEADY, script([...steps(60), finishes()])],
    [FAILING, script([says('写到一半'), wait(100), new ModelError('CONTENT_REJECTED', '?', false)])],
    [FAILING_FOR_NOW, script([says('写到一半'), wait(100), new ModelError('MODEL_TIMEOUT', '?', true)])],
  ])
  const model = {
    name: 'script',
    seesImages: true,
    canContinue: true,
    answer: (request: Parameters<ScriptModel['answer']>[0]) =>
      (others.get(request.question) ?? quick).answer(request),
  }
  server = await startTestServer({ model, environment: { KEEPALIVE_INTERVAL_MS: '500' } })
})
afterAll(() => server.close())

/** What the suite says of our server, spoiled so, as two users who have no other answers. */
async function tried(
  name: string,
  bad: Omit<BadServer, 'does' | 'promise'> & { patience?: number },
  promises = PROMISES,
  failingQuestion = FAILING,
): Promise<Outcome[]> {
  const proxy = await spoiled(server.address, bad)
  try {
    const unknown = targetOf(proxy.address, { token: '', question: bad.question ?? '数到三十。' })
    const token = await logIn(unknown, name)
    const otherToken = await logIn(unknown, `${name} too`)
    const { patience = PATIENCE } = bad
    const target = { ...unknown, token, otherToken, failingQuestion, patience }
    return await tryPromises(target, undefined, promises)
  } finally {
    await proxy.close()
  }
}

const called = (wanted: string) => PROMISES.filter(([sentence]) => sentence === wanted)

test('our own server keeps each promise that the conformance suite tries', async () => {
  expect((await tried('one', {})).filter(({ held }) => held !== 'yes')).toEqual([])
})

test('so it does where what failed can be asked again', async () => {
  expect(failing.length).toBeGreaterThan(0)
  const outcomes = await tried('two', {}, failing, FAILING_FOR_NOW)
  expect(outcomes.filter(({ held }) => held !== 'yes')).toEqual([])
})

test('a server that never closes is told so by what is about the close, and holds up nothing else', async () => {
  const sentences = new Set([
    'done is the last frame and of the same answer, and the server closes with 1000',
    'errors close the link with 1011',
    'resume gives every frame after the number, and no other',
    'a second stop changes nothing, on the link or as a call',
  ])
  const some = PROMISES.filter(([sentence]) => sentences.has(sentence))
  expect(some).toHaveLength(sentences.size)
  const outcomes = await tried('five', { leavesOpen: true, patience: 3000 }, some)
  const open = outcomes.filter(({ held }) => held === 'no')
  expect(open.map(({ sentence }) => sentence)).toEqual([
    'done is the last frame and of the same answer, and the server closes with 1000',
    'errors close the link with 1011',
  ])
  for (const { detail } of open) expect(detail).toMatch(/^it is not closed: after \w+ nothing else was heard/)
})

test('a promise for which the server gave no occasion is said not to be tried', async () => {
  const [keepalive] = await tried(
    'three',
    { question: STEADY, says: (frame) => (frame.type === 'keepalive' ? [] : [frame]) },
    called('no silence is longer than keepalive_interval, from accepted to done'),
  )
  expect(keepalive).toMatchObject({
    held: 'not tried',
    detail: expect.stringContaining('no keepalive was due'),
  })
  const failedOnes = await tried('four', {}, failing, '数到三十。')
  expect(failedOnes.map(({ held }) => held)).toEqual(failing.map(() => 'not tried'))
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
    const [outcome] = await tried(`student ${index}`, bad, called(bad.promise))
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
