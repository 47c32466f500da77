import type { ModelRequest } from '../../src/model/model'
import { ModelError } from '../../src/model/model'
import { finishes, ScriptModel, type Step, says, wait } from '../support/script-model'
import { ServiceHarness } from '../support/service-harness'

const refuses = (message: string) => new ModelError('OVERLOADED', message, true)

/** An answer service whose models follow these scripts, each with a name. */
function start(scripts: Record<string, Step[]>, more: Partial<ScriptModel> = {}) {
  const harness = new ServiceHarness([[]])
  const models = Object.entries(scripts).map(([name, script]) =>
    Object.assign(new ScriptModel(harness.clock, [script]), { name }, name === 'blind' ? more : {}),
  )
  const [first, ...others] = models
  if (first === undefined) throw new Error('no model')
  harness.answerWith(first, others)
  return { harness, models }
}

describe('several models', () => {
  it.each<[string, Step[]]>([
    ['refuses', [wait(10), refuses('429 rate_limit')]],
    ['breaks off', [{ type: 'stage', stage: 'thinking' }, wait(10), 'break']],
    ['says only blanks', [says('\n'), finishes()]],
    ['is silent for too long', ['hang']],
  ])('where the first %s before its first word, the next is asked', async (_how, script) => {
    const { harness, models } = start({ first: script, second: [says('答案'), finishes()] })
    const reader = await harness.ask()
    await harness.clock.advance(130_000)
    expect(reader.text).toBe('答案')
    expect(reader.last).toMatchObject({ type: 'done', finish_reason: 'stop' })
    expect(harness.store.get('q1').model).toBe('second')
    expect(models.map(({ requests }) => requests.length)).toEqual([1, 1])
    expect(models.map(({ released }) => released)).toEqual([1, 1])
    expect(harness.logger.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ model: 'first' }) }),
    )
  })

  it.each<[string, Step]>([
    ['word', says('一')],
    ['thought', { type: 'reasoning', delta: '想' }],
  ])('after the first %s never', async (_what, step) => {
    const { harness, models } = start({ first: [step, wait(10), 'break'], second: [says('二'), finishes()] })
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    expect(reader.last).toMatchObject({ type: 'error', code: 'GENERATION_INTERRUPTED' })
    expect(models[1]?.requests).toHaveLength(0)
  })

  it('are not asked to go on with a text where they can only begin anew', async () => {
    const harness = new ServiceHarness([[]])
    const first = new ScriptModel(harness.clock, [
      [says('一'), wait(10), 'break'],
      [wait(10), refuses('429')],
    ])
    const second = new ScriptModel(harness.clock, [[says('二'), finishes()]], false)
    harness.answerWith(first, [second])
    await harness.ask()
    await harness.clock.advance(1000)
    const again = await harness.ask()
    await harness.clock.advance(1000)
    expect(first.requests.map(({ continueFrom }) => continueFrom)).toEqual([undefined, '一'])
    expect(second.requests).toHaveLength(0)
    expect([again.text, again.last]).toMatchObject(['一', { type: 'error', code: 'OVERLOADED' }])
  })

  it('are not asked for one that has answered, though not a word of it may be shown', async () => {
    const hidden = new ModelError('MODEL_UNAVAILABLE', 'unchecked', true, { hasAnswered: true })
    const { harness, models } = start({ first: [wait(10), hidden], second: [says('二'), finishes()] })
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    expect(reader.last).toMatchObject({ type: 'error', code: 'MODEL_UNAVAILABLE' })
    expect(models[1]?.requests).toHaveLength(0)
  })

  it('that all fail fail as the first one did', async () => {
    const { harness } = start({
      first: [refuses('429 a')],
      second: [new ModelError('MODEL_UNAVAILABLE', 'b', false)],
    })
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    expect(reader.last).toMatchObject({ type: 'error', code: 'OVERLOADED', retryable: true })
  })

  it('can be stopped before the next one is asked', async () => {
    const { harness, models } = start({ first: ['hang'], second: [says('二'), finishes()] })
    const reader = await harness.ask()
    await harness.clock.advance(1000)
    reader.attachment.stop()
    await harness.clock.advance(1000)
    expect(reader.last).toMatchObject({ type: 'done', finish_reason: 'stopped' })
    expect(models[1]?.requests).toHaveLength(0)
  })

  it('are asked about pages only where they see them', async () => {
    const scripts = { blind: [says('一'), finishes()], seeing: [says('二'), finishes()] }
    const { harness, models } = start(scripts, { seesImages: false })
    harness.files.resolve = async () => ({ mime: 'image/png', bytes: Buffer.alloc(1) })
    await harness.ask('r1', { content: '', image_urls: ['/api/v1/files/1'] })
    await harness.ask('r2')
    await harness.clock.advance(1000)
    expect(models.map(({ requests }) => requests.map(({ images }) => images.length))).toEqual([[0], [1]])
  })

  it('of which none sees pages say so to the student', async () => {
    const { harness } = start({ blind: [says('一'), finishes()] }, { seesImages: false })
    harness.files.resolve = async () => ({ mime: 'image/png', bytes: Buffer.alloc(1) })
    const reader = await harness.ask('r1', { content: '', image_urls: ['/api/v1/files/1'] })
    await harness.clock.advance(1000)
    expect(reader.last).toMatchObject({ type: 'error', code: 'BAD_REQUEST', retryable: false })
    expect(reader.last).toMatchObject({ message: expect.stringContaining('照片') })
  })
})

describe('a question after others with pages', () => {
  const turn = (name: string, pages: number) => ({
    question: name,
    answer: '答',
    imageUrls: Array.from({ length: pages }, (_, page) => `${name}${page}`),
  })
  const earlier = ({ history }: ModelRequest) =>
    history.map(({ images = [] }) => images.map(({ bytes }) => bytes.toString().trim()))

  async function askAfter(turns: ReturnType<typeof turn>[], bytes = 1): Promise<ServiceHarness> {
    const harness = new ServiceHarness([[says('答'), finishes()]], { mostPageBytes: 1000 })
    harness.store.history = async () => turns
    harness.files.resolve = async (_user, url) =>
      url === 'gone0' ? undefined : { mime: 'image/png', bytes: Buffer.from(url.padEnd(bytes)) }
    await harness.ask()
    await harness.clock.advance(1000)
    return harness
  }

  it('shows the model the pages of those, newest first, twelve at most, and says so in the log', async () => {
    const harness = await askAfter([turn('a', 5), turn('b', 0), turn('c', 10)])
    expect(harness.model.requests.map(earlier)).toEqual([
      [['a0', 'a1'], [], Array.from({ length: 10 }, (_, page) => `c${page}`)],
    ])
    expect(harness.logger.lines).toContainEqual({
      level: 'info',
      fields: expect.objectContaining({ request_id: 'r1', question_id: 'q1', sent: 12, left_out: 3 }),
      message: 'pages of earlier questions go along',
    })
  })

  it('shows no more of them than there is memory for', async () => {
    const harness = await askAfter([turn('a', 2), turn('c', 3)], 300)
    expect(harness.model.requests.map(earlier)).toEqual([[[], ['c0', 'c1', 'c2']]])
  })

  it('goes on without a page that is gone', async () => {
    const harness = await askAfter([turn('gone', 2)])
    expect(harness.model.requests.map(earlier)).toEqual([[['gone1']]])
  })
})
