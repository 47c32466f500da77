import { seen } from '../components/simulated'
import { historyItem, settle, world } from '../conversation/fakes'
import { nextPatch, open, passed, send } from './chat-page'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

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
    expect(seen(page)).toContain('一步一步讲，最多 10 页')
    conversation.limits.told({ questionCharacters: 20, images: 2 })
    await nextPatch()
    expect(page.data).toMatchObject({ mostCharacters: 20, photosFull: true })
    expect(seen(page)).toContain('一步一步讲，最多 2 页')
    await send(page, '长'.repeat(23))
    expect(seen(page)).toContain('问题请控制在 20 字以内')
    conversation.limits.told({ questionCharacters: 20, images: 1 })
    await send(page, '看看')
    expect(seen(page)).toContain('一次最多 1 页')
  })

  test('what one server offers is not offered with the next one, before that has told its own', async () => {
    const answers: ((offered: { listen: boolean; speak: boolean; seconds: number }) => void)[] = []
    const { page, instance } = open(world(), {
      offered: () => new Promise((resolve) => answers.push(resolve)),
      transcribe: async () => '',
      speak: async () => '',
    })
    instance.onShow()
    answers[0]?.({ listen: true, speak: true, seconds: 60 })
    await settle()
    expect(page.data).toMatchObject({ listens: true, speaks: true })
    page.querySelector('#server')?.dispatchEvent('saved')
    await settle()
    expect(page.data).toMatchObject({ listens: false, speaks: false })
    answers[1]?.({ listen: true, speak: false, seconds: 60 })
    await settle()
    expect(page.data).toMatchObject({ listens: true, speaks: false })
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
    expect(seen(page)).toContain('没写完，前面的都在。')
    page
      .querySelector('#answer-request-1')
      ?.dispatchEvent('act', { detail: { id: 'request-1', action: 'retry' } })
    await settle()
    expect(learning.streams.map(({ requestId }) => requestId)).toEqual(['request-1', 'request-1'])
    learning.stream.write('浮力等于', '排开的重量')
    await nextPatch()
    expect(seen(page)).toContain('浮力等于排开的重量')
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
