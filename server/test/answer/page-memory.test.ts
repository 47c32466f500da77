import type { ModelEvent } from '../../src/model/model'
import { finishes, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const megabyte = 1024 * 1024
const stage = (name: 'reading_images' | 'thinking'): ModelEvent => ({ type: 'stage', stage: name })
const script = [stage('reading_images'), wait(1000), stage('thinking'), wait(1000), says('答案'), finishes()]

function start(pageBytes: number): ServiceHarness {
  const harness = new ServiceHarness([script], { mostPageBytes: 20 * megabyte, mostRunningPerUser: 100 })
  const bytes = Buffer.alloc(pageBytes)
  harness.files.resolve = async () => ({ mime: 'image/png', bytes })
  return harness
}

const pages = (count: number) => ({
  content: '',
  image_urls: Array.from({ length: count }, (_, page) => `/api/v1/files/${page}`),
})

describe('answers with many large pages at once', () => {
  it('wait in turn until the model has the pages of others, and keepalives go on', async () => {
    const harness = start(9 * megabyte)
    const readers = await Promise.all(['a', 'b', 'c'].map((id) => harness.ask(id, pages(2))))
    await harness.clock.advance(10)
    expect(harness.model.requests).toHaveLength(1)
    await harness.clock.advance(1010)
    expect(harness.model.requests).toHaveLength(2)
    await harness.clock.advance(5000)
    for (const reader of readers) expect(reader.last).toMatchObject({ type: 'done' })
  })

  it('do not wait where the pages are as small as a phone makes them', async () => {
    const harness = start(megabyte / 2)
    await Promise.all(Array.from({ length: 10 }, (_, id) => harness.ask(`r${id}`, pages(4))))
    await harness.clock.advance(10)
    expect(harness.model.requests).toHaveLength(10)
  })

  it('pass also where one needs more than there is, and one without pages never waits', async () => {
    const harness = start(9 * megabyte)
    const large = await harness.ask('large', pages(10))
    await harness.ask('text')
    await harness.clock.advance(10)
    expect(harness.model.requests.map(({ images }) => images.length)).toEqual([10, 0])
    await harness.clock.advance(3000)
    expect(large.last).toMatchObject({ type: 'done' })
  })

  it('can be stopped while they wait, and leave no room taken behind', async () => {
    const harness = start(9 * megabyte)
    await harness.ask('first', pages(2))
    const waiting = await harness.ask('waiting', pages(2))
    await harness.clock.advance(10)
    waiting.attachment.stop()
    await harness.clock.advance(0)
    expect(waiting.last).toMatchObject({ type: 'done', finish_reason: 'stopped' })
    harness.files.resolve = async () => undefined
    const failing = await harness.ask('failing', pages(2))
    await harness.clock.advance(3000)
    expect(failing.last).toMatchObject({ type: 'error', code: 'BAD_REQUEST' })
    harness.files.resolve = async () => ({ mime: 'image/png', bytes: Buffer.alloc(1) })
    const last = await harness.ask('last', pages(2))
    await harness.clock.advance(3000)
    expect(last.last).toMatchObject({ type: 'done' })
    expect(harness.model.requests).toHaveLength(2)
  })
})
