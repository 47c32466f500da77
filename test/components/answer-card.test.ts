import simulate from 'miniprogram-simulate'
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
    expect(card.querySelectorAll('#foot')).toHaveLength(0)
  })

  test('keeps the partial text beside the mark that says it is not finished', () => {
    const card = render(id, {
      turnId: 'r1',
      text: '浮力等于',
      hasText: true,
      mark: '没写完，前面的都在。老师想得太久了，请重试',
      markKind: 'error',
      action: 'retry',
    })
    expect(seen(card)).toContain('浮力等于')
    expect(seen(card)).toContain('没写完，前面的都在。')
    expect(card.querySelector('.act')?.dom?.textContent).toContain('再试一次')
  })

  test('tells the page which turn is meant by what is wished of it, and by its action', async () => {
    const card = render(id, {
      turnId: 'r7',
      text: '浮力',
      hasText: true,
      canRate: true,
      mark: '写到一半断了',
      action: 'continue',
    })
    const wishes = heard(card, 'wish')
    const acts = heard(card, 'act')
    card.querySelector('#foot')?.instance.triggerEvent('wish', { wish: 'up', text: '' })
    await tap(card, '#act')
    expect(wishes).toEqual([{ id: 'r7', version: 1, wish: 'up', text: '' }])
    expect(acts).toEqual([{ id: 'r7', action: 'continue' }])
  })

  test('of several answers to a question it says which one it is, and leads to the others', async () => {
    const card = render(id, { turnId: 'r1', text: '浮力', hasText: true, version: 2, versions: 3 })
    const versions = heard(card, 'version')
    for (const turn of card.querySelectorAll('.turn')) turn.dispatchEvent('tap')
    await simulate.sleep(10)
    expect(seen(card)).toContain('2 / 3')
    expect(versions).toEqual([
      { id: 'r1', version: 1 },
      { id: 'r1', version: 3 },
    ])
    expect(seen(render(id, { turnId: 'r1', text: '浮力', hasText: true }))).not.toContain('/')
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

  test('keeps the solution of another exercise shut until it is tapped, while it is written too', async () => {
    const card = render(id, { turnId: 'r1', mode: 'similar', underWay: true, hasText: true })
    const methods: Card = card.instance
    for (const delta of ['解方程 2x', ' = 6\n\n#', '# 解', '答\nx =', ' 3']) methods.append(delta)
    expect(seen(card)).toContain('解方程 2x = 6')
    expect(seen(card)).not.toContain('x = 3')
    await tap(card, '#open-solution')
    expect(seen(card)).toContain('x = 3')
    methods.append('，检验')
    expect(seen(card)).toContain('x = 3，检验')
  })

  test('keeps it shut in the history', async () => {
    const card = render(id, {
      turnId: 'r1',
      mode: 'similar',
      text: '解方程\n\n## 解答\nx = 3',
      hasText: true,
    })
    expect(seen(card)).toContain('解方程')
    expect(seen(card)).not.toContain('x = 3')
    await tap(card, '#open-solution')
    expect(seen(card)).toContain('x = 3')
  })
})
