import { heard, load, render, seen, tap } from './simulated'

const id = load('components/answer-card/answer-card')

interface Card {
  append(delta: string): void
  replace(text: string): void
  appendReasoning(delta: string): void
}

describe('The card of an answer', () => {
  test('always says that an AI wrote it', () => {
    expect(seen(render(id, { turnId: 'r1', underWay: true, words: '正在思考…' }))).toContain('AI 生成')
    expect(seen(render(id, { turnId: 'r1', text: '浮力', hasText: true }))).toContain('AI 生成')
  })

  test('says what happens while the answer comes, with how much came, and shows its text beside it', () => {
    const card = render(id, {
      turnId: 'r1',
      underWay: true,
      words: '正在写…',
      count: '约 4 字',
      hasText: true,
    })
    const methods: Card = card.instance
    methods.replace('浮力')
    methods.append('等于')
    expect(seen(card)).toContain('浮力等于')
    expect(seen(card)).toContain('正在写…')
    expect(seen(card)).toContain('约 4 字')
  })

  test('offers nothing to copy or to rate before the answer ended', () => {
    const card = render(id, { turnId: 'r1', underWay: true, words: '正在写…', hasText: true })
    expect(card.querySelectorAll('.tool')).toHaveLength(0)
  })

  test('keeps the partial text beside the mark that says it is not finished', () => {
    const card = render(id, {
      turnId: 'r1',
      text: '浮力等于',
      hasText: true,
      mark: '回答未完成：老师想得太久了，请重试',
      markKind: 'error',
      action: 'retry',
    })
    expect(seen(card)).toContain('浮力等于')
    expect(seen(card)).toContain('回答未完成')
    expect(card.querySelector('.act')?.dom?.textContent).toContain('再试一次')
  })

  test('copies, rates and acts by telling the page which turn is meant', async () => {
    const card = render(id, {
      turnId: 'r7',
      text: '浮力',
      hasText: true,
      canRate: true,
      mark: '写到一半断了',
      action: 'continue',
    })
    const copies = heard(card, 'copy')
    const rates = heard(card, 'rate')
    const acts = heard(card, 'act')
    const [copy, up, down] = card.querySelectorAll('.tool')
    for (const tool of [copy, up, down]) tool?.dispatchEvent('tap')
    await tap(card, '#act')
    expect(copies).toEqual([{ id: 'r7' }])
    expect(rates).toEqual([
      { id: 'r7', rating: 'up' },
      { id: 'r7', rating: 'down' },
    ])
    expect(acts).toEqual([{ id: 'r7', action: 'continue' }])
  })

  test('folds the reasoning away until the student wants it', async () => {
    const card = render(id, { turnId: 'r1', underWay: true })
    const methods: Card = card.instance
    expect(seen(card)).not.toContain('思考过程')
    methods.appendReasoning('先看已知条件')
    expect(seen(card)).toContain('思考过程')
    expect(seen(card)).not.toContain('先看已知条件')
    await tap(card, '#reasoning', '.head')
    expect(seen(card)).toContain('先看已知条件')
  })
})
