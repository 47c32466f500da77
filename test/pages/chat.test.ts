import { Appearance } from '../../miniprogram/look/appearance'
import { RatingOutbox } from '../../miniprogram/mistakes/rating-outbox'
import { load, render, type Simulated, seen } from '../components/simulated'
import { type FakeStream, historyItem, MemoryStore, settle, world } from '../conversation/fakes'
import { FakeLifecycle, FakeMistakes } from '../mistakes/fakes'

const id = load('pages/chat/chat')

interface ChatPage {
  onLoad(): void
  onShow(): void
  onHide(): void
  onUnload(): void
  onShareAppMessage(): { imageUrl: string }
  onGrown(): void
  onSessions(): void
  onDrawerReady(): void
  onTouchStart(): void
  onTouchEnd(): void
  readonly data: { scrollTop: number }
  setData(patch: Record<string, unknown>, done?: () => void): void
  selectComponent(selector: string): { data: Record<string, unknown> } | null
}

/** The page over a program that a test plays. `patches` is what its own `setData` was given. */
function open(program = world()) {
  const mistakes = new FakeMistakes()
  const lifecycle = new FakeLifecycle()
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  Object.assign(globalThis, {
    getApp: () => ({
      program: {
        ...program,
        server: { changeable: false, address: () => '', change: () => true },
        appearance: new Appearance(new MemoryStore()),
        mistakes,
        ratings: new RatingOutbox({ port: mistakes, store: new MemoryStore(), lifecycle, logger }),
        due: { count: 3, subscribe: () => () => undefined, refresh: async () => undefined },
        voice: {
          offered: async () => ({ listen: true, speak: true, seconds: 60 }),
          transcribe: async () => '讲讲浮力',
          speak: async () => '/speech.mp3',
        },
      },
    }),
  })
  const page = render(id)
  const instance: ChatPage = page.instance
  const patches: Array<Record<string, unknown>> = []
  const setData = instance.setData.bind(instance)
  instance.setData = (patch, done) => {
    patches.push(patch)
    setData(patch, done)
  }
  // WeChat answers null for what is not there; the simulator throws.
  const selectComponent = instance.selectComponent.bind(instance)
  instance.selectComponent = (selector) => {
    try {
      return selectComponent(selector)
    } catch {
      return null
    }
  }
  instance.onLoad()
  return { ...program, page, instance, patches }
}

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

/** So many milliseconds pass on the page's clock. */
const passed = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds)

/** Long enough for the page's next patch. */
const nextPatch = () => passed(120)

async function send(page: Simulated, ...texts: string[]): Promise<void> {
  for (const text of texts) page.querySelector('#composer')?.dispatchEvent('send', { detail: { text } })
  await passed(10)
}

describe('The page of the conversation', () => {
  test('greets a student who has asked nothing yet', async () => {
    const { page } = open()
    await settle()
    await nextPatch()
    expect(page.querySelector('welcome')?.dom?.textContent ?? seen(page)).toContain('今天从哪道题开始')
  })

  test('a double tap on send asks once, and the question is on the page at once', async () => {
    const { page, learning } = open()
    await settle()
    await send(page, '讲讲浮力', '讲讲浮力')
    expect(seen(page)).toContain('讲讲浮力')
    await settle()
    expect(learning.streams).toHaveLength(1)
    expect(seen(page)).toContain('上一个回答还没结束')
  })

  test('the server’s own limits of a question are those of its field and its tray, and are said', async () => {
    const { page, conversation } = open()
    await settle()
    conversation.tray.add(['one', 'two'])
    await nextPatch()
    expect(page.data).toMatchObject({ mostCharacters: 8000, photosFull: false })
    conversation.limits.told({ questionCharacters: 20, images: 2 })
    await nextPatch()
    expect(page.data).toMatchObject({ mostCharacters: 20, photosFull: true })
    await send(page, '长'.repeat(23))
    expect(seen(page)).toContain('问题请控制在 20 字以内')
    conversation.limits.told({ questionCharacters: 20, images: 1 })
    await send(page, '看看')
    expect(seen(page)).toContain('一次最多 1 张照片')
  })

  test('the answer’s text goes to its card and never through the page’s setData', async () => {
    const { page, learning, patches } = open()
    await settle()
    await send(page, '讲讲浮力')
    await settle()
    await nextPatch()
    patches.length = 0
    for (let step = 0; step < 200; step += 1) learning.stream.write('排开液体')
    await nextPatch()
    expect(seen(page)).toContain('排开液体排开液体')
    expect(JSON.stringify(patches)).not.toContain('排开液体')
    expect(patches.length).toBeLessThanOrEqual(3)
  })

  test('how much came is told twice a second, and ends as the last word of it', async () => {
    const { page, learning, patches } = open()
    await settle()
    await send(page, '讲讲浮力')
    await settle()
    await nextPatch()
    const counts = () => patches.flatMap((patch) => patch['turns[0].count'] ?? [])
    learning.stream.write('排开液体')
    await nextPatch()
    patches.length = 0
    for (let step = 0; step < 100; step += 1) {
      learning.stream.write('的重力')
      await passed(20)
    }
    expect(counts().length).toBeGreaterThanOrEqual(3)
    expect(counts().length).toBeLessThanOrEqual(5)
    await passed(500)
    expect(counts().at(-1)).toBe('约 304 字')
    learning.stream.tell({ type: 'state', state: 'processing' })
    learning.stream.write('等')
    await nextPatch()
    expect(seen(page)).toContain('正在处理…')
    await learning.stream.fail('MODEL_TIMEOUT')
    await passed(1000)
    expect(counts().at(-1)).toBe('')
  })

  test('a failed answer keeps its partial text on the page, is marked, and can be retried', async () => {
    const { page, learning } = open()
    await settle()
    await send(page, '讲讲浮力')
    await settle()
    learning.stream.write('浮力等于')
    await learning.stream.fail('MODEL_TIMEOUT')
    await nextPatch()
    expect(seen(page)).toContain('浮力等于')
    expect(seen(page)).toContain('回答未完成')
    page
      .querySelector('#answer-request-1')
      ?.dispatchEvent('act', { detail: { id: 'request-1', action: 'retry' } })
    await settle()
    expect(learning.streams.map(({ requestId }) => requestId)).toEqual(['request-1', 'request-1'])
    learning.stream.write('浮力等于', '排开的重量')
    await nextPatch()
    expect(seen(page)).toContain('浮力等于排开的重量')
  })

  test('a hidden page calls no setData, and shows everything when it is back', async () => {
    const { page, instance, learning, patches } = open()
    await settle()
    await send(page, '讲讲浮力')
    await settle()
    await nextPatch()
    instance.onHide()
    patches.length = 0
    learning.stream.write('浮力等于')
    learning.stream.tell({ type: 'state', state: 'processing' })
    await passed(300)
    expect(patches).toEqual([])
    instance.onShow()
    await nextPatch()
    expect(seen(page)).toContain('正在处理…')
  })

  test.each([
    ['whole', (stream: FakeStream) => stream.finish()],
    ['failed', (stream: FakeStream) => stream.fail('MODEL_TIMEOUT')],
  ])('shows all of an answer that ended, %s, while the page was hidden', async (_how, end) => {
    const { page, instance, learning } = open()
    await settle()
    await send(page, '讲讲浮力')
    await settle()
    learning.stream.write('浮力等于')
    await nextPatch()
    instance.onHide()
    learning.stream.write('排开的重量')
    await end(learning.stream)
    await passed(300)
    expect(seen(page)).not.toContain('重量')
    instance.onShow()
    await nextPatch()
    expect(seen(page)).toContain('浮力等于排开的重量')
  })

  test('shows an answer that came to its end before its card was there', async () => {
    const program = world()
    const params = { content: '讲讲浮力', session_id: 's1' }
    program.journal.push({ requestId: 'left-1', params, startedAt: 0, afterSeq: 3, text: '浮力等于' })
    program.store.set('open-session', 's1')
    program.learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    const { page, instance, learning } = open(program)
    instance.onHide()
    await settle()
    learning.stream.write('排开的重量')
    await learning.stream.finish()
    await passed(300)
    instance.onShow()
    await nextPatch()
    expect(seen(page)).toContain('浮力等于排开的重量')
  })

  test('the greeting is read from its top, and so is that of a new conversation', async () => {
    const { instance, conversation, patches } = open()
    await settle()
    await passed(500)
    expect(patches.filter(({ scrollTop }) => Number(scrollTop) > 0)).toEqual([])
    conversation.send('讲讲浮力')
    await passed(300)
    expect(instance.data.scrollTop).toBeGreaterThan(0)
    conversation.startNew()
    await passed(500)
    expect(instance.data.scrollTop).toBe(0)
  })

  test('nothing moves under a finger or a wheel that holds the list; it catches up when it is let go', async () => {
    const { instance, conversation, learning, patches } = open()
    await settle()
    conversation.send('讲讲浮力')
    await passed(600)
    instance.onTouchStart()
    patches.length = 0
    learning.stream.write('浮力')
    await passed(300)
    expect(patches.filter((patch) => 'scrollTop' in patch)).toEqual([])
    instance.onTouchEnd()
    await passed(300)
    expect(patches.filter((patch) => 'scrollTop' in patch)).not.toEqual([])
  })

  test('goes along in the turn in which a card becomes higher, and once more when that is drawn; not while it is hidden', async () => {
    const { instance, conversation, patches } = open()
    await settle()
    conversation.send('讲讲浮力')
    await passed(1000)
    patches.length = 0
    const moves = () => patches.filter((patch) => 'scrollTop' in patch).length
    // Cards that come together bring one move.
    for (let card = 0; card < 10; card++) instance.onGrown()
    expect(moves()).toBe(1)
    await passed(1000)
    const later = moves()
    expect(later).toBeGreaterThan(1)
    instance.onHide()
    instance.onGrown()
    await passed(1000)
    expect(moves()).toBe(later)
  })

  test('the end stays in sight when photos or more lines make the composer grow', async () => {
    const { page, conversation, learning, patches } = open()
    await settle()
    conversation.send('讲讲浮力')
    await settle()
    await learning.stream.finish()
    await passed(600)
    for (const grow of [
      () => conversation.tray.add(['one']),
      () => page.querySelector('#composer')?.dispatchEvent('resized'),
    ]) {
      patches.length = 0
      grow()
      await passed(300)
      expect(patches.filter((patch) => 'scrollTop' in patch)).not.toEqual([])
      await passed(300)
    }
  })

  test('has one place from which a screen reader hears, there before anything is said', async () => {
    const { page } = open()
    const place = () => page.querySelector('.announcement')
    const before = place()?.dom
    expect(before?.textContent).toBe('')
    await settle()
    await send(page, '讲讲浮力')
    await nextPatch()
    expect(place()?.dom).toBe(before)
    expect(before?.textContent).toBe('问题已发送，正在等回答')
  })

  test('leaving the page does not end the answer, and the next page shows all of it and goes on', async () => {
    const first = open()
    await settle()
    await send(first.page, '讲讲浮力')
    await settle()
    first.learning.stream.write('浮力')
    first.instance.onUnload()
    first.learning.stream.write('等于')
    const second = open(first)
    await settle()
    await nextPatch()
    first.learning.stream.write('重量')
    await nextPatch()
    expect(seen(second.page)).toContain('浮力等于重量')
    expect(first.learning.streams).toHaveLength(1)
  })

  test('shows the history of the session that was open, and a failed one with its way on', async () => {
    const program = world()
    program.store.set('open-session', 's1')
    const cut = historyItem(2, {
      status: 'failed',
      error_code: 'GENERATION_INTERRUPTED',
      content: '写到一半',
    })
    program.learning.histories.set('s1', { items: [historyItem(1), cut], has_more: false })
    const { page } = open(program)
    await settle()
    await nextPatch()
    expect(seen(page)).toContain('第 1 题的回答')
    expect(seen(page)).toContain('写到一半')
    expect(seen(page)).toContain('接着写')
    page
      .querySelector(`#answer-${cut.request_id}`)
      ?.dispatchEvent('act', { detail: { id: cut.request_id, action: 'continue' } })
    await settle()
    program.learning.stream.write('写到一半', '，另一半', '也来了')
    await nextPatch()
    expect(seen(page)).toContain('写到一半，另一半也来了')
    await program.learning.stream.finish()
    await nextPatch()
    expect(seen(page)).toContain('写到一半，另一半也来了')
  })

  test('says that a conversation is gone that was deleted elsewhere, and keeps what was written in it', async () => {
    const program = world()
    program.learning.deleted.add('s-gone')
    program.store.set('open-session', 's-gone')
    program.conversation.draft.open('s-gone')
    program.conversation.draft.write('还没问完')
    const { page, instance } = open(program)
    const said = jest.fn()
    Object.assign(instance.selectComponent('#toast') ?? {}, { show: said })
    await settle()
    await nextPatch()
    expect(said).toHaveBeenCalledWith(expect.objectContaining({ message: '这一页已经不在了' }))
    expect(program.conversation.sessionId).toBeUndefined()
    expect(program.conversation.draft.text).toBe('还没问完')
    expect(seen(page)).not.toContain('前面的没有载入成功')
    expect(program.store.get('open-session')).toBeUndefined()
  })

  test('asks as the mode is that stands above the field, and says what it does when it is chosen', async () => {
    const { page, learning } = open()
    await settle()
    page.querySelector('#composer')?.instance.triggerEvent('mode', { mode: 'hint' })
    await nextPatch()
    expect(seen(page)).toContain('一次只给一个提示')
    await send(page, '讲讲浮力')
    await settle()
    expect(learning.stream.params.mode).toBe('hint')
  })

  test('shows how many exercises are due, at the composer and in its greeting', async () => {
    const { page } = open()
    await settle()
    await nextPatch()
    expect(seen(page)).toContain('错题3')
    expect(seen(page)).toContain('3 道错题到期，大约 4 分钟')
  })

  test('shares a card that tells nothing of the student', async () => {
    const { instance, page } = open()
    await settle()
    await send(page, '我叫小明，讲讲浮力')
    const card = instance.onShareAppMessage()
    expect(JSON.stringify(card)).not.toContain('小明')
    expect(card.imageUrl).toBe('/images/share.png')
  })

  test('speaking and hearing are offered where the server offers them', async () => {
    const { page, instance, learning } = open()
    instance.onShow()
    await settle()
    await nextPatch()
    expect(page.querySelector('#composer')?.instance.data.listens).toBe(true)
    await send(page, '讲讲浮力')
    await settle()
    learning.stream.write('浮力等于排开的重量')
    await learning.stream.finish()
    await nextPatch()
    expect(page.querySelector('#answer-request-1')?.instance.data.speaks).toBe(true)
  })

  test('a mark that is tapped opens its explanation, and what is asked from there is asked', async () => {
    const program = world()
    program.store.set('open-session', 's1')
    const item = {
      page: 1,
      no: '3',
      text: '4x - 9 = 11',
      student_answer: 'x = 0.5',
      verdict: 'wrong' as const,
      correct_answer: 'x = 5',
      reason: '移项要变号',
      points: [],
      box: null,
    }
    const correction = { right: 0, wrong: 1, unanswered: 0, unclear: 0, items: [item] }
    const extras = { status: 'ready' as const, title: null, subject: null, follow_ups: [], correction }
    const items = [{ ...historyItem(1), mode: 'check' as const, extras }]
    program.learning.histories.set('s1', { items, has_more: false })
    const { page, learning } = open(program)
    await settle()
    await nextPatch()
    page.querySelector('#marked-old-1')?.instance.triggerEvent('mark', { id: 'old-1', no: '3' })
    await nextPatch()
    expect(seen(page)).toContain('移项要变号')
    page.querySelector('#mark')?.instance.triggerEvent('explain', { question: '讲讲第 3 题' })
    await settle()
    expect(learning.stream.params.content).toBe('讲讲第 3 题')
  })
})

describe('a part of the page that is brought after its first frame', () => {
  it('opens the notebook when its drawer is there, where it was asked for before', () => {
    const { instance } = open()
    const drawer = { show: jest.fn() }
    let isThere = false
    const { selectComponent } = instance
    Object.assign(instance, {
      selectComponent: (selector: string) =>
        selector !== '#sessions' ? selectComponent(selector) : isThere ? drawer : null,
    })
    instance.onSessions()
    isThere = true
    instance.onDrawerReady()
    expect(drawer.show).toHaveBeenCalledTimes(1)
    instance.onDrawerReady()
    expect(drawer.show).toHaveBeenCalledTimes(1)
  })

  it('leaves the notebook closed where nobody asked for it', () => {
    const { instance } = open()
    const drawer = { show: jest.fn() }
    Object.assign(instance, { selectComponent: () => drawer })
    instance.onDrawerReady()
    expect(drawer.show).not.toHaveBeenCalled()
  })
})
