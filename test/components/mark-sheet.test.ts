import type { Mistake } from '../../miniprogram/mistakes/mistake'
import type { Correction, CorrectionItem } from '../../typings/protocol'
import { DAY, iso, mistake, NOW } from '../mistakes/fakes'
import { program } from '../pages/study-world'
import { settle } from '../support/settle'
import { heard, load, render, type Simulated, seen, tap } from './simulated'

const id = load('study/components/mark-sheet/mark-sheet')

interface Sheet {
  show(turnId: string, questionId: string | undefined, correction: Correction, no: string): void
}

const item = (no: string, more: Partial<CorrectionItem>): CorrectionItem => ({
  page: 1,
  no,
  text: '4x - 9 = 11',
  student_answer: null,
  verdict: 'wrong',
  correct_answer: null,
  reason: null,
  points: [],
  box: null,
  ...more,
})
const correction: Correction = {
  right: 0,
  wrong: 2,
  unanswered: 0,
  unclear: 1,
  items: [
    item('3', { student_answer: 'x = 0.5', correct_answer: 'x = 5', reason: '移项要变号', points: ['移项'] }),
    item('5', {}),
    item('6', { verdict: 'unclear' }),
    item('7', { verdict: 'unclear', text: ' ' }),
    item('8', { verdict: 'right' }),
  ],
}

// Not the machine's own: some days have 25 hours.
beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW)
  program()
})
afterEach(() => jest.restoreAllMocks())

function opened(no: string): Simulated {
  const sheet = render(id)
  show(sheet, no, 'q1')
  return sheet
}

function show(sheet: Simulated, no: string, questionId: string | undefined): void {
  const methods: Sheet = sheet.instance
  methods.show('r1', questionId, correction, no)
}

describe('The sheet of a mark', () => {
  test('says what was written, what is right, and why, the verdict in words too', () => {
    const words = seen(opened('3'))
    for (const each of ['第 3 题', '错了', '移项', 'x = 0.5', 'x = 5', '移项要变号'])
      expect(words).toContain(each)
  })

  test('says of what could not be read that it was not judged, and leaves out what is not known', () => {
    const words = seen(opened('6'))
    expect(words).toContain('没有判')
    expect(words).not.toContain('你写的')
    expect(words).not.toContain('应该是')
  })

  test('leads to the next wrong one, and to an explanation of this one', async () => {
    const sheet = opened('3')
    const marks = heard(sheet, 'mark')
    const questions = heard(sheet, 'explain')
    await tap(sheet, '.first')
    await tap(sheet, '.second')
    expect(marks).toEqual([{ id: 'r1', no: '5' }])
    expect(questions).toEqual([{ question: '讲讲第 3 题，我错在哪里，应该怎么做？\n4x - 9 = 11' }])
  })

  test('asks where the mistake is only of what is wrong, and quotes only what could be read', async () => {
    const asked: unknown[] = []
    for (const no of ['8', '7']) {
      const sheet = opened(no)
      const questions = heard(sheet, 'explain')
      await tap(sheet, '.second')
      asked.push(...questions)
    }
    expect(asked).toEqual([
      { question: '讲讲第 8 题，一步一步来。\n4x - 9 = 11' },
      { question: '讲讲第 7 题，一步一步来。' },
    ])
  })

  test('tells when it is closed, once', async () => {
    const sheet = opened('3')
    const closed = heard(sheet, 'closed')
    await tap(sheet, '.close')
    expect(closed).toHaveLength(1)
  })
})

/** In the book, taken from exercise 3 of this page. */
const taken = (given: Partial<Mistake> = {}): Mistake =>
  mistake('taken', { question_id: 'q1', no: '3', ...given })
const soon = (): string => iso(NOW + DAY)

describe('Whether an exercise of a marked page is in the mistake book', () => {
  test.each<[string, string, Mistake[]]>([
    ['that it can be reviewed today', '已收进错题本，今天就可以复习', [taken()]],
    ['when it comes up', '已收进错题本，明天提醒你复习', [taken({ due_at: soon() })]],
    ['that it is mastered', '已收进错题本，已掌握', [taken({ mastered: true, due_at: null })]],
    ['that it can be taken', '收进错题本', [taken({ no: '5' }), taken({ question_id: 'q2' })]],
  ])('is said: %s', async (_what, words, mistakes) => {
    program(...mistakes)
    const sheet = opened('3')
    await settle()
    expect(sheet.data.keptWords).toBe(words)
    expect(seen(sheet)).toContain(words)
  })

  test.each<[string, () => Simulated]>([
    [
      'the server cannot be asked',
      () => {
        program().port.failures = ['unreachable']
        return opened('3')
      },
    ],
    [
      'an older server tells only a part of a book without it',
      () => {
        const { port } = program(...Array.from({ length: 101 }, (_, at) => mistake(`m${at}`)))
        port.isOlder = true
        return opened('3')
      },
    ],
    [
      'the server named no question',
      () => {
        const sheet = render(id)
        show(sheet, '3', undefined)
        return sheet
      },
    ],
    ['it could not be read', () => opened('7')],
    ['it is right, and no mistake', () => opened('8')],
  ])('is not said where %s', async (_why, open) => {
    const sheet = open()
    await settle()
    expect([sheet.data.kept, sheet.querySelector('.kept')]).toEqual(['', undefined])
  })

  test('is known of an older server too, where it tells the whole book', async () => {
    const { port } = program(mistake('other'))
    port.isOlder = true
    const sheet = opened('3')
    await settle()
    expect(sheet.data.kept).toBe('no')
  })

  test('changes by a tap, once, and then leads to the book', async () => {
    const world = program()
    const sheet = opened('3')
    const ways = heard(sheet, 'go')
    await settle()
    await Promise.all([tap(sheet, '.kept'), tap(sheet, '.kept')])
    await settle()
    expect(world.port.mistakes.map(({ question_id, no }) => [question_id, no])).toEqual([['q1', '3']])
    expect([sheet.data.kept, ways]).toEqual(['yes', []])
    await tap(sheet, '.kept')
    expect([sheet.data.visible, ways]).toEqual([false, [{ to: 'mistakes' }]])
  })

  test('is said to be still to do where it could not be taken, and can be tried again', async () => {
    const world = program()
    const sheet = opened('3')
    await settle()
    world.port.failures = ['unreachable']
    await tap(sheet, '.kept')
    await settle()
    expect(sheet.data).toMatchObject({ kept: 'no', keptWords: '没有收进错题本，请检查网络后重试' })
    await tap(sheet, '.kept')
    await settle()
    expect(sheet.data.kept).toBe('yes')
  })

  test('is told of the exercise that is looked at, though the answer to another comes later', async () => {
    const { port } = program(taken())
    const slow = port.list.bind(port)
    port.list = async (query) => {
      const page = await slow(query)
      if (query.no === '3') await settle()
      return page
    }
    const sheet = opened('3')
    show(sheet, '5', 'q1')
    await settle()
    await settle()
    expect(sheet.data.keptWords).toBe('收进错题本')
  })
})
