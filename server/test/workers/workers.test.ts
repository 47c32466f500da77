import type { LoginResult } from '../../../typings/protocol'
import { AskClient } from '../http/ask-client'
import { type ModelEndpoint, startModelEndpoint } from '../http/model-endpoint'
import { type ServerProcess, startServerProcess } from '../http/server-process'
import { freePort } from '../nginx/nginx-process'
import { backends, type TestDatabase } from '../store/backends'
import { servingPids } from './serving-pids'

// Several processes are started here, which takes its time on a busy machine.
jest.setTimeout(300_000)

const [postgres] = backends.filter(({ name }) => name === 'PostgreSQL')

test('several workers on the embedded database are refused in one line', async () => {
  const server = startServerProcess({ WORKERS: '2', DATABASE_URL: '' })
  expect(await server.ended).toBe(1)
  expect(server.output().trim()).toMatch(/^WORKERS above 1 needs DATABASE_URL: [^\n]*$/)
})

;(postgres === undefined ? describe.skip : describe)('three workers behind one port', () => {
  const pieces = Array.from({ length: 80 }, (_, step) => `第${step}步。`)
  let place: TestDatabase
  let endpoint: ModelEndpoint
  let server: ServerProcess
  let address: string
  let token: string
  let question = 0
  /** What the model was asked before this test. */
  let asked: number

  // Once for all: to start them is most of the time.
  beforeAll(async () => {
    if (postgres === undefined) throw new Error('no PostgreSQL')
    place = await postgres.create()
    endpoint = await startModelEndpoint(pieces, 100)
    server = startServerProcess({
      // Of its own choice it would have another one when all of them have died at once.
      PORT: String(await freePort()),
      WORKERS: '3',
      DATA_DIR: place.dataDirectory,
      DATABASE_URL: place.databaseUrl ?? '',
      OPENAI_BASE_URL: endpoint.baseUrl,
      OPENAI_MODEL: 'slow',
    })
    address = await server.ready
    const login = await fetch(`${address}/api/v1/auth/dev-login`, { method: 'POST' })
    token = ((await login.json()) as LoginResult).access_token
  })

  afterAll(async () => {
    server.child.kill('SIGKILL')
    await server.ended
    await endpoint.close()
    await place.remove()
  })

  beforeEach(() => {
    question += 1
    asked = endpoint.requests.length
  })

  const ask = () =>
    new AskClient(address, {
      token,
      request_id: `r${question}`,
      params: { content: '算一算', include_history: false },
    })
  const resuming = (after_seq: number) => ({ type: 'resume', token, request_id: `r${question}`, after_seq })
  const resume = (after_seq: number) => new AskClient(address, resuming(after_seq))

  const metrics = async () => (await fetch(`${address}/metrics`, { headers: { connection: 'close' } })).text()

  test('whichever a reader comes to, it reads on where it was, and the one before is told', async () => {
    const health: unknown = await (await fetch(`${address}/health`)).json()
    expect(health).toMatchObject({ status: 'ok', workers: 3 })
    const readers = [ask()]
    // Each connection comes to another one in its turn.
    for (let next = 0; next < 6; next += 1) {
      const before = last(readers)
      await before.until(() => before.text.length > 10)
      const reader = resume(before.lastSeq)
      readers.push(reader)
      await before.closed
      expect(before.frames.at(-1)).toMatchObject({ type: 'error', code: 'SUPERSEDED' })
    }
    await last(readers).closed
    expect(last(readers).done).toMatchObject({ finish_reason: 'stop' })
    const frames = readers.flatMap((reader) => reader.frames)
    const bySeq = new Map(
      frames.flatMap((frame) => (frame.type === 'content' ? [[frame.seq, frame.content] as const] : [])),
    )
    expect([...bySeq.values()].join('')).toBe(pieces.join(''))
    expect(endpoint.requests.length - asked).toBe(1)
  })

  test('readers of other installations read along, over whichever they come to', async () => {
    const first = ask()
    await first.until(() => first.text.includes('第1步'))
    const others = Array.from(
      { length: 6 },
      (_, index) => new AskClient(address, { ...resuming(0), client_id: `phone-${index}` }),
    )
    await Promise.all(others.map((reader) => reader.until(() => reader.done !== undefined)))
    await first.until(() => first.done !== undefined)
    const again = new AskClient(address, { ...resuming(0), client_id: 'phone-0' })
    await again.until(() => again.done !== undefined)
    for (const reader of [first, ...others]) expect(reader.text).toBe(pieces.join(''))
  })

  test('an answer is stopped by whichever hears of it', async () => {
    const reader = ask()
    await reader.until(() => reader.text.length > 10)
    const stop = () =>
      fetch(`${address}/api/v1/learning/stop`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          connection: 'close',
        },
        body: JSON.stringify({ request_id: `r${question}` }),
      })
    const answers = await Promise.all([stop(), stop(), stop()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    await reader.closed
    expect(reader.done).toMatchObject({ finish_reason: 'stopped' })
  })

  test('the same question that comes again to another one is the same answer', async () => {
    const first = ask()
    await first.until(() => first.text.length > 10)
    const again = [ask(), ask(), ask()]
    await Promise.all(again.map(({ closed }) => closed))
    const whole = again.filter(({ done }) => done !== undefined)
    expect(whole).toHaveLength(1)
    expect(whole[0]?.text).toBe(pieces.join(''))
    expect(endpoint.requests.length - asked).toBe(1)
  })

  test('one that is killed loses nothing: it is started again, and another one goes on with its answer', async () => {
    const reader = ask()
    await reader.until(() => reader.text.length > 10)
    const workers = servingPids(server)
    expect(workers).toHaveLength(3)
    // Whoever writes it is among them.
    let now: AskClient = reader
    for (const pid of workers) {
      process.kill(pid, 'SIGKILL')
      now = await readOn(now.lastSeq)
    }
    await now.closed
    const whole = resume(0)
    await whole.closed
    expect(whole.done).toMatchObject({ finish_reason: 'stop' })
    expect(whole.text).toBe(pieces.join(''))
    expect(servingPids(server).length).toBeGreaterThan(3)
  })

  test('an account that is erased by one of them ends its answers in all of them', async () => {
    const login = await fetch(`${address}/api/v1/auth/dev-login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'whoever leaves' }),
    })
    const { access_token: theirs } = (await login.json()) as LoginResult
    // One each: connections come to the workers in turn.
    const readers = [1, 2, 3].map(
      (each) =>
        new AskClient(address, {
          token: theirs,
          request_id: `leaving-${each}`,
          params: { content: '算一算', include_history: false },
        }),
    )
    await Promise.all(readers.map((reader) => reader.until(() => reader.text.length > 10)))
    const erased = await fetch(`${address}/api/v1/users/me`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${theirs}` },
    })
    expect(erased.status).toBe(204)
    await Promise.all(readers.map(({ closed }) => closed))
    expect(await metrics()).toContain('tutor_answers_running 0')
  })

  test('one student has no more answers written at once by all of them than by one', async () => {
    const ids = Array.from({ length: 9 }, (_, each) => `at-once-${each}`)
    const readers = ids.map(
      (request_id) =>
        new AskClient(address, { token, request_id, params: { content: '算一算', include_history: false } }),
    )
    await Promise.all(readers.map((reader) => reader.until(() => reader.frames.length > 0)))
    const begun = readers.filter(({ accepted }) => accepted !== undefined)
    const refused = readers.filter(({ accepted }) => accepted === undefined)
    expect(begun).toHaveLength(3)
    for (const { frames } of refused) expect(frames).toMatchObject([{ type: 'error', code: 'RATE_LIMITED' }])
    for (const reader of begun) reader.send({ type: 'stop' })
    await Promise.all(readers.map(({ closed }) => closed))
  })

  test('what they have counted is told together', async () => {
    const reader = ask()
    await reader.until(() => reader.text.length > 10)
    const told = new Set<number>()
    for (let each = 0; each < 3; each += 1) {
      const text = await metrics()
      expect(text).toContain('tutor_answers_running 1')
      told.add(startedIn(text))
    }
    expect(told.size).toBe(1)
    expect(told).not.toContain(0)
    reader.send({ type: 'stop' })
    await reader.closed
  })

  test('what only goes up falls with none of them that dies, and each start of one is seen', async () => {
    const scrape = async () => {
      const text = await metrics()
      const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
      const types = new Map(
        [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type]) => [name, type]),
      )
      const series = new Map(
        lines.map((line) => [
          line.slice(0, line.lastIndexOf(' ')),
          Number(line.slice(line.lastIndexOf(' '))),
        ]),
      )
      const ascends = (name: string) =>
        ['counter', 'histogram'].includes(
          types.get(name.replace(/(_bucket|_sum|_count)?(\{.*)?$/, '')) ?? '',
        ) || types.get(name.replace(/\{.*$/, '')) === 'counter'
      return { series, ascending: [...series].filter(([name]) => ascends(name)) }
    }
    const startIn = ({ series }: Awaited<ReturnType<typeof scrape>>) =>
      series.get('process_start_time_seconds') ?? Number.NaN
    let before = await scrape()
    expect(before.ascending.length).toBeGreaterThan(100)
    for (const pid of servingPids(server).slice(-3)) {
      const begun = servingPids(server).length
      process.kill(pid, 'SIGKILL')
      while (servingPids(server).length === begun) await pause()
      const start = startIn(before)
      // It listens some moments before its parent knows.
      do {
        const after = await scrape()
        const fallen = before.ascending.filter(([name, value]) => (after.series.get(name) ?? -1) < value)
        expect(fallen).toEqual([])
        before = after
      } while (startIn(before) <= start)
    }
  })

  test('what one has counted that dies some seconds later is not lost, though nobody has asked since', async () => {
    const before = startedIn(await metrics())
    const reader = ask()
    await reader.until(() => reader.text.length > 10)
    reader.send({ type: 'stop' })
    await reader.closed
    // Its parent looks each five seconds.
    await new Promise((resolve) => setTimeout(resolve, 8_000))
    for (const pid of servingPids(server).slice(-3)) {
      const begun = servingPids(server).length
      process.kill(pid, 'SIGKILL')
      while (servingPids(server).length === begun) await pause()
    }
    expect(startedIn(await metrics())).toBe(before + 1)
  })

  test('SIGTERM lets answers under way end, and then all of them are gone', async () => {
    const reader = ask()
    await reader.until(() => reader.text.length > 10)
    server.child.kill('SIGTERM')
    await reader.closed
    expect(reader.done).toMatchObject({ finish_reason: 'stop' })
    expect(await server.ended).toBe(0)
    for (const pid of servingPids(server)) expect(() => process.kill(pid, 0)).toThrow()
  })

  /** As a client does: until it is let in. */
  async function readOn(seq: number): Promise<AskClient> {
    for (;;) {
      const client = resume(seq)
      // Node's parent keeps a connection that it was just handing to the one that died: nobody ever answers it.
      const patience = new Promise((resolve) => setTimeout(resolve, 5000))
      const reads = client.until(() => client.lastSeq > seq)
      await Promise.race([client.closed, reads, patience]).catch(() => undefined)
      if (client.lastSeq > seq) return client
      await pause()
    }
  }

  /** Answers that were begun, as a scrape tells them; there is no series before the first. */
  function startedIn(metrics: string): number {
    return Number(/tutor_answers_started_total\{continued="false"\} (\d+)/.exec(metrics)?.[1] ?? 0)
  }

  function last<T>(all: readonly T[]): T {
    const one = all.at(-1)
    if (one === undefined) throw new Error('there is none')
    return one
  }

  const pause = () => new Promise((resolve) => setTimeout(resolve, 200))
})
