import fc from 'fast-check'
import { readHistoryPage, readSessionPage } from '../../miniprogram/api/bodies'
import { BodyReader } from '../../miniprogram/api/body-reader'
import type { Turn } from '../../miniprogram/conversation/turn'
import { turnsFromHistory } from '../../miniprogram/conversation/turn-history'
import { turnView } from '../../miniprogram/conversation/turn-view'

const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
const item = (number: number) => ({
  question_id: `q${number}`,
  request_id: `r${number}`,
  content: `第 ${number} 题`,
  image_urls: ['/api/v1/files/1'],
  created_at: '2026-11-01T08:00:00Z',
  mode: null,
  answer: {
    answer_id: `a${number}`,
    status: 'done',
    content: `第 ${number} 题的回答`,
    reasoning: '想',
    finish_reason: 'stop',
    usage,
    error_code: null,
    rating: 'up',
    extras: null,
  },
})
const FIELDS = ['question_id', 'request_id', 'content', 'image_urls', 'created_at', 'mode', 'answer'] as const
const ANSWER_FIELDS = Object.keys(item(1).answer)

/** A history of three whose second has one field replaced. */
function turnsOf(second: object): Turn[] {
  const page = JSON.parse(JSON.stringify({ items: [item(1), second, item(3)], has_more: true }))
  const { items, has_more } = readHistoryPage(new BodyReader(page))
  expect(has_more).toBe(true)
  return turnsFromHistory(items, (url) => `https://server${url}`)
}

const LOST = { name: 'failed', retryable: false }

function expectWhole(turn: Turn | undefined, number: number): void {
  expect(turn).toMatchObject({
    requestId: `r${number}`,
    text: `第 ${number} 题的回答`,
    phase: { name: 'done', rating: 'up' },
  })
}

describe('A history of a newer server', () => {
  test('is never refused, and loses no other question, whatever stands in any field of one', () => {
    const replaced = fc.oneof(
      fc
        .tuple(fc.constantFrom(...FIELDS), fc.jsonValue())
        .map(([name, value]) => ({ ...item(2), [name]: value })),
      fc
        .tuple(fc.constantFrom(...ANSWER_FIELDS), fc.jsonValue())
        .map(([name, value]) => ({ ...item(2), answer: { ...item(2).answer, [name]: value } })),
    )
    fc.assert(
      fc.property(replaced, (second) => {
        const turns = turnsOf(second)
        expect(turns).toHaveLength(3)
        expectWhole(turns[0], 1)
        expectWhole(turns[2], 3)
        expect(new Set(turns.map(({ requestId }) => requestId)).size).toBe(3)
        // It can be shown, and what could be read of it is.
        const view = turns[1] && turnView(turns[1], turns)
        expect(JSON.stringify(view)).toContain('第 2 题')
        expect(typeof view?.text).toBe('string')
      }),
    )
  })

  test('shows an item that is no question at all as nothing, and the others', () => {
    for (const value of [null, 5, 'text', [], [item(2)]]) {
      const page = { items: [item(1), value, item(3)], has_more: false }
      expect(readHistoryPage(new BodyReader(page)).items.map(({ request_id }) => request_id)).toEqual([
        'r1',
        'r3',
      ])
    }
  })

  test.each<[string, object, object]>([
    [
      'a whole answer of a status unknown',
      { status: 'archived' },
      { phase: { name: 'done' }, text: '第 2 题的回答' },
    ],
    [
      'one that is not known to be whole',
      { status: 'paused', finish_reason: null },
      { phase: { name: 'failed', retryable: true } },
    ],
    [
      'a failure of tomorrow',
      { status: 'failed', error_code: 'QUOTA' },
      { phase: { name: 'failed', code: 'QUOTA', retryable: true } },
    ],
    ['a rating unknown', { rating: 'star' }, { phase: { name: 'done', rating: undefined } }],
    [
      'a usage of fractions and words',
      { usage: { total_tokens: 'many' } },
      { phase: { name: 'done' }, tokens: undefined },
    ],
  ])('shows %s as something sensible', (_, change, expected) => {
    expect(turnsOf({ ...item(2), answer: { ...item(2).answer, ...change } })[1]).toMatchObject(expected)
  })

  test('of a question without a name asks nobody to go on with it: the model would be asked anew', () => {
    for (const requestId of [null, '', 'r1', 7]) {
      const second = {
        ...item(2),
        request_id: requestId,
        answer: { ...item(2).answer, status: 'generating' },
      }
      expect(turnsOf(second)[1]).toMatchObject({ phase: LOST, text: '第 2 题的回答' })
      expect(turnsOf({ ...second, answer: null })[1]).toMatchObject({ phase: LOST })
    }
  })
})

describe('A list of conversations of a newer server', () => {
  const session = (id: string) => ({
    id,
    title: '分数',
    subject: null,
    question_count: 2,
    total_tokens: 30,
    created_at: '2026-01-01T00:00:00.000Z',
    last_active_at: '2026-01-02T00:00:00.000Z',
    state: 'done',
    thumbnail_url: null,
    correction: null,
  })

  test('is never refused, and loses no other conversation, whatever stands in any field of one', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(session('b'))), fc.jsonValue(), (name, value) => {
        const body = {
          items: [session('a'), { ...session('b'), [name]: value }, session('c')],
          total: 3,
          page: 1,
          size: 20,
        }
        const { items } = readSessionPage(new BodyReader(JSON.parse(JSON.stringify(body))))
        expect(items).toEqual(expect.arrayContaining([session('a'), session('c')]))
        if (name !== 'id') expect(items).toHaveLength(3)
      }),
    )
  })
})
