import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeShared } from './engines'
import { Instances } from './instances'

// Whole processes are started here, and leases run out.
jest.setTimeout(120_000)

const pieces = Array.from({ length: 150 }, (_, index) => `第${index}步。`)
const whole = pieces.join('')

describeShared('three servers that share PostgreSQL and Redis', () => {
  let all: Instances
  let ports: number[]

  beforeAll(async () => {
    all = await Instances.begin(pieces, 80)
    // The one by itself first: it brings the database up to date.
    ports = [await all.start('first')]
    const ahead = join(tmpdir(), `a-minute-ahead-${process.pid}.cjs`)
    await writeFile(ahead, 'const now = Date.now; Date.now = () => now() + 60_000\n')
    ports.push(await all.start('second', { NODE_OPTIONS: `--require ${ahead}` }))
    ports.push(await all.start('third'))
  })

  afterAll(() => all.close())

  const port = (index: number) => ports[index] ?? 0

  test('one that is killed in mid-answer is followed by another, and who read along at a third reads on', async () => {
    const asked = all.ask(port(0), 'killed', { client_id: 'phone' })
    await asked.until(() => asked.text.length > 20)
    const along = all.resume(port(1), 'killed', 0, { client_id: 'tablet' })
    await along.until(() => along.text.length > 20)
    const calls = all.endpoint.requests.length
    await all.kill(port(0))
    await asked.closed
    const moved = all.resume(port(2), 'killed', asked.lastSeq, { client_id: 'phone' })
    await Promise.all([along.closed, moved.closed])
    for (const each of [along, moved]) {
      expect(each.done).toMatchObject({ finish_reason: 'stop' })
      expect(each.finished?.full_content).toBe(whole)
    }
    expect(along.text).toBe(whole)
    expect(all.endpoint.requests.length).toBe(calls + 1)
    expect(await all.saved()).toEqual([whole])
    ports[0] = await all.start('first', {}, port(0))
  })

  test('one that sleeps for longer than it may lets go when it wakes, and writes nothing over the one that followed', async () => {
    const asked = all.ask(port(0), 'slept', { client_id: 'phone' })
    await asked.until(() => asked.text.length > 20)
    const along = all.resume(port(1), 'slept', 0, { client_id: 'tablet' })
    await along.until(() => along.text.length > 20)
    const { child } = all.process(port(0))
    child.kill('SIGSTOP')
    const before = along.text.length
    await along.until(
      () => along.frames.some(({ type }) => type === 'snapshot') && along.text.length > before + 8,
    )
    child.kill('SIGCONT')
    await Promise.all([asked.closed, along.closed])
    expect(asked.done).toBeUndefined()
    expect(asked.frames.at(-1)).toMatchObject({ type: 'error', code: 'SHUTTING_DOWN', retryable: true })
    expect(whole.startsWith(asked.text)).toBe(true)
    expect(along.text).toBe(whole)
    const back = all.resume(port(0), 'slept', asked.lastSeq, { client_id: 'phone' })
    await back.closed
    expect(back.done).toBeDefined()
    expect(await all.saved()).toEqual([whole, whole])
    // It lives on, as another one.
    const next = all.ask(port(0), 'after sleep')
    await next.until(() => next.text.length > 20)
    next.send({ type: 'stop' })
    await next.closed
    expect(next.done).toBeDefined()
  })

  test('one whose date is a minute ahead neither takes what others write nor loses its own', async () => {
    const calls = all.endpoint.requests.length
    const own = all.ask(port(1), 'ahead')
    const others = all.ask(port(2), 'on time')
    await own.until(() => own.text.length > 20)
    // Both have looked for answers without an owner since.
    await sleep(4000)
    for (const each of [own, others]) each.send({ type: 'stop' })
    await Promise.all([own.closed, others.closed])
    for (const each of [own, others]) {
      expect(each.frames.some(({ type }) => type === 'snapshot')).toBe(false)
      expect(each.done).toMatchObject({ finish_reason: 'stopped' })
    }
    expect(all.endpoint.requests.length).toBe(calls + 2)
  })
})
