import simulate from 'miniprogram-simulate'
import { messages } from '../../miniprogram/messages/zh-CN'
import { type Row, visibleText } from '../../miniprogram/render/index'
import { PASSAGE_ROWS } from '../../miniprogram/render/passages'
import { load, render } from './simulated'

/** A few rows of the answer, and what the host and the student do with them. */
interface AnswerPassage {
  data: { b: (Row | 0)[]; height: number; broken: Record<string, true> }
  onLink(event: unknown): void
  onCode(event: unknown): void
  onImage(event: unknown): void
  onBroken(event: unknown): void
}

/** The component's methods, as the card calls them. */
interface AnswerContent {
  data: { passages: number[]; waits: boolean }
  selectComponent(selector: string): AnswerPassage
  push(delta: string): void
  replace(text: string): void
  finish(torn?: boolean): void
  pause(): void
  resume(): void
}

const copied: string[] = []
const toasts: string[] = []
const enlarged: string[] = []

function show(properties: Record<string, unknown> = {}): AnswerContent {
  const content: AnswerContent = render(load('components/answer-content/answer-content'), properties).instance
  return content
}

const passagesOf = (content: AnswerContent) =>
  content.data.passages.map((place) => content.selectComponent(`#passage-${place}`))
const rowsOf = (content: AnswerContent) => passagesOf(content).flatMap(({ data }) => data.b)

const tapped = (dataset: Record<string, unknown>) => ({ currentTarget: { dataset } })

beforeEach(() => {
  for (const list of [copied, toasts, enlarged]) list.length = 0
  Object.assign(wx, {
    setClipboardData({ data, success }: { data: string; success(): void }) {
      copied.push(data)
      success()
    },
    showToast: ({ title }: { title: string }) => toasts.push(title),
    previewImage: ({ current }: { current: string }) => enlarged.push(current),
  })
})

describe('The text of an answer', () => {
  test.each([
    ['', '- 一\n- 二', []],
    ['', '3. 一\n4. 二', []],
    ['3,5', '- 一\n- 二', []],
    ['3,5', '3. 一\n5. 二', ['3', '5']],
  ])('to exercises %j has of %j the solutions %j', (asked, text, solved) => {
    const heads = rowsOf(show({ text, asked })).map((row) => (row === 0 ? 0 : row[0]))
    expect(heads.flatMap((head) => (head === 0 ? [] : (head.e ?? [])))).toEqual(solved)
  })

  test('that is finished is shown at once', () => {
    expect(rowsOf(show({ text: '## 浮力\n\n等于**重力**' }))).toEqual([
      [{ h: 2 }, '浮力'],
      [0, '等于', ['重力', 1]],
    ])
  })

  test('that is being written grows, and its markers are settled at the end', () => {
    const content = show()
    content.push('浮力')
    content.push('等于**重')
    content.finish()
    expect(rowsOf(content)[0]).toEqual([0, '浮力', '等于**重'])
  })

  test('that grows ends without what was cut inside of a formula, where the property says so', () => {
    const content = show({ torn: true })
    content.push('所以 $a = \\frac{1')
    content.finish()
    expect(rowsOf(content)).toEqual([[0, '所以 ']])
  })

  test('that was cut inside of a formula is shown without that formula, also when it comes whole', () => {
    const content = show()
    content.push('所以 $a = \\frac{1')
    content.finish(true)
    expect(rowsOf(content)).toEqual([[0, '所以 ']])
    expect(rowsOf(show({ text: '所以 $a = \\frac{1', torn: true }))).toEqual([[0, '所以 ']])
  })

  test('waits while the page is hidden', () => {
    const content = show()
    content.pause()
    content.push('浮力')
    content.finish()
    expect(rowsOf(content)).toEqual([])
    content.resume()
    expect(rowsOf(content)).toEqual([[0, '浮力']])
  })

  test('has a caret that blinks while nothing comes, until it comes or the answer is over', () => {
    jest.useFakeTimers()
    try {
      const content = show()
      const waits: boolean[] = []
      const write = (what: () => void, wait = 0) => {
        what()
        jest.advanceTimersByTime(wait)
        waits.push(content.data.waits)
      }
      write(() => content.push('浮力'), 300)
      write(() => content.push('等于'), 5000)
      write(() => content.push('重力'))
      write(() => undefined, 5000)
      write(() => content.finish(), 5000)
      expect(waits).toEqual([false, true, false, true, false])
    } finally {
      jest.useRealTimers()
    }
  })

  test('that is long and told again while it is opened goes on to be opened, and does not come all at once', () => {
    jest.useFakeTimers()
    try {
      Object.assign(wx, { getWindowInfo: () => ({ windowHeight: 800 }) })
      const component = render(load('components/answer-content/answer-content'))
      const content: AnswerContent = component.instance
      Object.assign(content, { createIntersectionObserver: () => undefined })
      const paragraphs = 3000
      const text = '等于重力。\n\n'.repeat(paragraphs)
      component.setData({ text })
      jest.advanceTimersByTime(1)
      component.setData({ text })
      expect(content.data.passages).toEqual([])
      jest.advanceTimersByTime(1000)
      expect(content.data.passages).toHaveLength(Math.ceil(paragraphs / PASSAGE_ROWS))
    } finally {
      jest.useRealTimers()
    }
  })

  const lines = (count: number) =>
    Array.from({ length: count }, (_, at) => `第 ${at} 行，**等于**重力。`).join('\n\n')
  const LONG = lines(200)

  // Read so far, drawn at its end, brought in parts, and all there.
  test.each(
    [0, 2, 5, 30].flatMap((slices) =>
      [`${LONG}\n\n还有`, LONG, LONG.slice(0, 900), lines(5)].map((next): [number, number, string] => [
        slices,
        next.length,
        next,
      ]),
    ),
  )(
    'that is long and replaced after %d slices of its opening by %d characters is those',
    (slices, _, next) => {
      jest.useFakeTimers()
      try {
        Object.assign(wx, { getWindowInfo: () => ({ windowHeight: 800 }) })
        const component = render(load('components/answer-content/answer-content'))
        const content: AnswerContent = component.instance
        Object.assign(content, { createIntersectionObserver: () => undefined })
        component.setData({ text: LONG })
        for (let slice = 0; slice < slices; slice += 1) jest.advanceTimersByTime(1)
        content.replace(next)
        content.finish()
        const shown = rowsOf(content).flatMap((row) => (row === 0 ? [] : [row]))
        const whole = show()
        whole.push(next)
        whole.finish()
        const text = (row: Row | 0): string => (row === 0 ? '' : visibleText(row))
        expect(shown.map(text)).toEqual(rowsOf(whole).map(text))
      } finally {
        jest.useRealTimers()
      }
    },
  )

  test('is replaced by a text that was repaired', () => {
    const content = show()
    content.push('浮')
    content.replace('浮力等于重力')
    content.finish()
    expect((rowsOf(content)[0] || []).slice(1).join('')).toBe('浮力等于重力')
  })

  test('goes with the property that it came by, and one that comes by the methods does not', () => {
    const component = render(load('components/answer-content/answer-content'), { text: '一' })
    const content: AnswerContent = component.instance
    const shown = (text?: string) => {
      if (text !== undefined) component.setData({ text })
      return rowsOf(content).filter((row) => row !== 0)
    }
    expect(shown('')).toEqual([])
    content.push('二')
    content.finish()
    component.setData({ torn: true })
    expect(shown('')).toEqual([[0, '二']])
    expect(shown('三')).toEqual([[0, '三']])
    expect(shown('')).toEqual([])
    expect(shown('四')).toEqual([[0, '四']])
    content.push('五')
    content.finish()
    expect((shown()[0] || []).slice(1).join('')).toBe('五')
  })

  test.each([
    ['whole', false],
    ['cut', true],
  ])('that was %s is another one’s from the next piece on that is pushed', (_how, torn) => {
    const content = show()
    content.push('第一个')
    content.finish(torn)
    content.push('')
    expect(rowsOf(content)).toEqual([[0, '第一个']])
    content.push('第二个')
    content.push('回答')
    content.finish()
    expect((rowsOf(content)[0] || []).slice(1).join('')).toBe('第二个回答')
  })

  test('copies links and code, and enlarges images', async () => {
    const content = show({ text: '```c\nint a;\n```' })
    const [passage] = passagesOf(content)
    passage?.onLink(tapped({ url: 'https://a.cn' }))
    passage?.onCode(tapped({ row: 0 }))
    passage?.onImage(tapped({ url: 'https://a.cn/b.png' }))
    await simulate.sleep(10)
    expect(copied).toEqual(['https://a.cn', 'int a;'])
    expect(toasts).toEqual([messages.content.linkCopied, messages.content.codeCopied])
    expect(enlarged).toEqual(['https://a.cn/b.png'])
  })

  test('remembers which image could not be loaded: its words stand in its place', () => {
    const [passage] = passagesOf(show({ text: '![示意图](https://a.cn/x.png)' }))
    passage?.onBroken(tapped({ url: 'https://a.cn/x.png' }))
    expect(passage?.data.broken).toEqual({ 'https://a.cn/x.png': true })
  })

  test('shows a formula as its source where the program has no mathematics', () => {
    expect(rowsOf(show({ text: '设 $x^2$' }))).toEqual([[0, '设 ', { f: 'x^2' }]])
  })

  test('shows a formula as its source until the typesetter is loaded, then laid out', async () => {
    const component = load('components/answer-content/answer-content')
    // As app.ts does.
    const {
      prepareAnswers,
    }: typeof import('../../miniprogram/answers') = require('../../miniprogram/answers')
    prepareAnswers()
    const content: AnswerContent = render(component, { text: '设 $x^2$' }).instance
    expect(rowsOf(content)).toEqual([[0, '设 ', { f: 'x^2' }]])
    const isLaidOut = () => JSON.stringify(rowsOf(content)).includes('"z":')
    for (let waited = 0; waited < 15000 && !isLaidOut(); waited += 50) await simulate.sleep(50)
    expect(isLaidOut()).toBe(true)
  })

  test('that is long stands in passages, one after the other, and grows in the last', () => {
    const lines = Array.from({ length: PASSAGE_ROWS * 2 + 3 }, (_, index) => `第${index}行`)
    const content = show()
    content.push(lines.slice(0, -1).join('\n\n'))
    content.push(`\n\n${lines.at(-1)}`)
    content.finish()
    expect(passagesOf(content).map(({ data }) => data.b.length)).toEqual([PASSAGE_ROWS, PASSAGE_ROWS, 3])
    expect(rowsOf(content)).toEqual(lines.map((line) => [0, line]))
  })
})
