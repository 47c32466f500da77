import { setTimeout as sleep } from 'node:timers/promises'
import Libsql from 'libsql'
import { quantile, shown } from '../measure'
import type { Child } from './children'
import type { OurContender } from './contender'
import { numberIn } from './fields'
import type { BenchOptions } from './options'
import { questionOf } from './plan'
import { Reader, Tally } from './reader'
import { AS_THEY_BEGIN, allOpen, streamingRound } from './streaming'
import { resumeTongue } from './tongues'

/** A row of the second table: what was measured, and how much it is. */
export type Measured = [what: string, value: string]

const RESUMES = 100
const AT_ONCE = 200
const CALLS = 20

/** An answer that streams at the pace of a model, long before it is resumed. Resolves when it is written. */
export async function writeLongAnswer(ours: OurContender, { characters }: BenchOptions): Promise<void> {
  const deltas = Math.ceil(characters / 4)
  const question = questionOf({ begin: 'flowing', interval: 1000 / 30, deltas, before: 0 })
  await new Reader(ours.port, longTongue(ours), question, new Tally()).ended
}

function longTongue({ tokens, tongue }: OurContender) {
  const opening = (content: string) =>
    JSON.stringify({
      token: tokens[0],
      request_id: 'bench-long',
      params: { content, include_history: false },
    })
  return { ...tongue, opening }
}

/** Coming back to an answer that is written, from its beginning. */
export async function resumes(ours: OurContender, { characters }: BenchOptions): Promise<Measured[]> {
  const tongue = resumeTongue(ours.tokens[0] ?? '', 'bench-long')
  const resume = () => new Reader(ours.port, tongue, '', new Tally()).ended
  for (let warm = 0; warm < RESUMES / 2; warm++) await resume()
  const from = await ours.child.probe('used')
  for (let one = 0; one < RESUMES; one++) await resume()
  const to = await ours.child.probe('used')
  await ours.child.probe('watch')
  await sleep(100)
  await Promise.all(Array.from({ length: AT_ONCE }, resume))
  const { block } = await ours.child.probe('block')
  const each = (numberIn(to, 'cpu') - numberIn(from, 'cpu')) / RESUMES / 1000
  return [
    [`resume of ${shown(characters)} characters, CPU`, `${shown(each)} ms`],
    [`${AT_ONCE} of them at once, longest block`, `${shown(Number(block))} ms`],
  ]
}

/** Answers that a model is silent for, each with its reader. */
export async function idleAnswers(
  ours: OurContender,
  source: Child,
  { idle }: BenchOptions,
): Promise<Measured[]> {
  const before = await ours.child.probe('memory')
  const readers: Reader[] = []
  for (let one = 0; one < idle; one++) {
    const question = questionOf({ begin: 'held', interval: 100, deltas: 0, before: 0 })
    readers.push(new Reader(ours.port, ours.tongue, question, new Tally()))
    await sleep(AS_THEY_BEGIN)
  }
  await allOpen(source, idle)
  await sleep(1000)
  const after = await ours.child.probe('memory')
  const from = await ours.child.probe('used')
  await sleep(10_000)
  const to = await ours.child.probe('used')
  for (const reader of readers) reader.close()
  await source.command('end')
  await sleep(3000)
  const grown = (name: string) => (numberIn(after, name) - numberIn(before, name)) / idle / 1000
  const busy = (numberIn(to, 'cpu') - numberIn(from, 'cpu')) / 10_000_000
  return [
    ['an idle answer with its reader, heap after GC', `${shown(grown('heap'))} KB`],
    ['the same, of the process', `${shown(grown('rss'))} KB`],
    [`${shown(idle)} of them, CPU with their keepalives`, `${shown(busy * 100)} % of a core`],
  ]
}

/** The calls of a student with very many questions. */
export async function calls(ours: OurContender, options: BenchOptions): Promise<Measured[]> {
  writeQuestions(ours, options)
  const call = async (path: string, method = 'GET', body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${ours.port}/api/v1/learning${path}`, {
      method,
      headers: { authorization: `Bearer ${ours.tokens[1]}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return response.status === 204 ? undefined : response.json()
  }
  const search = (term: string) => call(`/sessions?search=${encodeURIComponent(term)}`)
  const missed = await costOf(ours, () => search('不存在的词语'))
  const all = [
    () => search('不存在的词语'),
    () => search('第一'),
    () => search('无'),
    () => search('三角形的面积'),
    () => call('/sessions?size=100'),
    () => call(`/sessions/${sessionId(1)}/history?limit=50`),
    () => call(`/sessions/${sessionId(2)}`, 'PATCH', { title: '新的名字' }),
    () => call(`/sessions/${sessionId(3)}`, 'DELETE'),
    () => call('/sessions', 'POST', { title: '新的' }),
  ]
  const blocks: number[] = []
  for (const one of all) {
    await ours.child.probe('watch')
    await sleep(100)
    await one()
    blocks.push(Number((await ours.child.probe('block')).block))
  }
  return [
    [`search that finds nothing in ${shown(options.questions)} questions, CPU`, `${shown(missed)} ms`],
    [
      'longest block by any call (search, list, history, rename, delete, create)',
      `${shown(Math.max(...blocks))} ms`,
    ],
  ]
}

async function costOf({ child }: OurContender, call: () => Promise<unknown>): Promise<number> {
  for (let warm = 0; warm < CALLS; warm++) await call()
  const from = await child.probe('used')
  for (let one = 0; one < CALLS; one++) await call()
  return (numberIn(await child.probe('used'), 'cpu') - numberIn(from, 'cpu')) / CALLS / 1000
}

const SESSIONS = 200

const sessionId = (number: number) => idOf('4', number)

/** In the form of the server's own. */
function idOf(kind: string, number: number): string {
  return `0195${kind}000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

/** As if one student had asked them over the years. */
function writeQuestions({ dataDirectory }: OurContender, { questions }: BenchOptions): void {
  const file = new Libsql(`${dataDirectory}/tutor.db`)
  const [user] = file.prepare("select id from user_account where name = 'bench-1'").all()
  const owner = String(Object.values(user ?? {})[0])
  const now = new Date().toISOString()
  file.exec('begin')
  const addSession = file.prepare(
    'insert into chat_session (id, user_id, title, created_at, last_active_at) values (?, ?, ?, ?, ?)',
  )
  const addQuestion = file.prepare(
    `insert into question (id, user_id, session_id, request_id, content, params, status, owner, created_at)
     values (?, ?, ?, ?, ?, '{"content":""}', 'done', 'bench', ?)`,
  )
  for (let session = 0; session < SESSIONS; session++) {
    addSession.run([sessionId(session), owner, `第${session}次作业`, now, now])
  }
  for (let question = 0; question < questions; question++) {
    const id = idOf('5', question)
    const content = `第${question}题：一个三角形的底是${question % 90}厘米，高是${question % 70}厘米，求三角形的面积，并说明理由。`
    addQuestion.run([id, owner, sessionId(question % SESSIONS), id, content, now])
  }
  file.exec('commit')
  file.close()
}

/** A student looks at the list while others' answers stream. */
export async function callsBesideStreams(
  ours: OurContender,
  source: Child,
  { streams, seconds }: BenchOptions,
): Promise<Measured[]> {
  const times: number[] = []
  let going = true
  const look = async (): Promise<void> => {
    while (going) {
      const started = performance.now()
      const headers = { authorization: `Bearer ${ours.tokens[2]}` }
      const response = await fetch(`http://127.0.0.1:${ours.port}/api/v1/learning/sessions`, { headers })
      await response.text()
      times.push(performance.now() - started)
      await sleep(150)
    }
  }
  const looking = look()
  await streamingRound(ours, source, { streams, pace: 30, seconds })
  going = false
  await looking
  const [middle, slow] = [quantile(times, 0.5), quantile(times, 0.99)]
  return [[`the list beside ${streams} streams, p50 / p99`, `${shown(middle)} / ${shown(slow)} ms`]]
}

/** Whether a delta costs more among many answers, or behind a long text. */
export async function growth(
  ours: OurContender,
  source: Child,
  { streams, seconds, characters }: BenchOptions,
): Promise<Measured[]> {
  const rows: Measured[] = []
  for (const many of [Math.ceil(streams / 4), streams, Math.ceil(streams * 1.5)]) {
    const { perDelta, delays } = await streamingRound(ours, source, { streams: many, pace: 30, seconds })
    rows.push([
      `${many} streams: a delta, delay p99`,
      `${shown(perDelta)} µs, ${shown(quantile(delays, 0.99))} ms`,
    ])
  }
  const long = await streamingRound(ours, source, { streams, pace: 30, seconds, before: characters })
  rows.push([
    `${streams} streams behind ${shown(characters)} characters: a delta`,
    `${shown(long.perDelta)} µs`,
  ])
  return rows
}

/** More are asked than the machine carries: those who are answered, and those who wait. */
export async function overload(
  ours: OurContender,
  source: Child,
  { streams, seconds }: BenchOptions,
): Promise<Measured[]> {
  const many = streams * 6
  const tallies = Array.from({ length: many }, () => new Tally())
  let refused = 0
  const readers: Reader[] = []
  for (const tally of tallies) {
    const question = questionOf({ begin: 'flowing', interval: 1000 / 30, deltas: 0, before: 0 })
    const reader = new Reader(ours.port, ours.tongue, question, tally)
    reader.accepted.catch(() => {
      refused += 1
    })
    readers.push(reader)
    await sleep(8)
  }
  const delays: number[] = []
  for (const tally of tallies) tally.delays = delays
  await sleep(seconds * 1000)
  for (const tally of tallies) tally.delays = undefined
  const written = tallies.filter(({ deltas }) => deltas > 0).length
  for (const reader of readers) reader.close()
  await source.command('end')
  await sleep(2000)
  return [
    [
      `${many} asked at once: answered, waiting, refused`,
      `${written}, ${many - written - refused}, ${refused}`,
    ],
    [
      'delay of those who are answered, p50 / p99',
      `${shown(quantile(delays, 0.5))} / ${shown(quantile(delays, 0.99))} ms`,
    ],
  ]
}
