import simulate from 'miniprogram-simulate'
import { heard, load, render, seen, tap } from './simulated'

const id = load('components/answer-foot/answer-foot')

/** Under the last answer of a conversation, which is whole. */
const last = { last: true, open: true, saved: true }

describe('Under an answer', () => {
  test('that is the last one stands all that can be asked on from it', () => {
    const foot = render(id, { ...last, followUps: ['为什么要配方？'] })
    for (const words of [
      '没看懂这一步',
      '换种方法',
      '再来一道类似的',
      '重新回答',
      '接着问',
      '为什么要配方？',
    ])
      expect(seen(foot)).toContain(words)
  })

  test.each([
    ['an earlier one', { open: true, saved: true }],
    ['one that is not whole', { last: true, saved: true }],
  ])('that is %s stand the tools only', (_, properties) => {
    const foot = render(id, { ...properties, followUps: ['为什么要配方？'] })
    expect(seen(foot)).toBe('')
    expect(foot.querySelectorAll('.tool').length).toBeGreaterThan(2)
  })

  test('each tap says what is wished', async () => {
    const foot = render(id, { ...last, followUps: ['为什么要配方？', '还有别的办法吗？'] })
    const wishes = heard(foot, 'wish')
    for (const chip of foot.querySelectorAll('.chip-place')) chip.dispatchEvent('tap')
    for (const tool of foot.querySelectorAll('.tool').slice(0, 3)) tool.dispatchEvent('tap')
    foot.querySelectorAll('.next')[1]?.dispatchEvent('tap')
    await simulate.sleep(10)
    expect(wishes).toEqual([
      ...['step', 'method', 'similar', 'again', 'keep', 'copy', 'up', 'down'].map((wish) => ({
        wish,
        text: '',
      })),
      { wish: 'ask', text: '还有别的办法吗？' },
    ])
  })

  test('that is a hint stand the ladder and the next hint; the whole solution is no more than a link', async () => {
    // A question to go on with would be worked out: off the ladder, and by one tap.
    const foot = render(id, { ...last, mode: 'hint', level: 2, followUps: ['为什么要配方？'] })
    const wishes = heard(foot, 'wish')
    expect(seen(foot)).toContain('怎么起步')
    expect(foot.querySelectorAll('.rung-done')).toHaveLength(2)
    expect(foot.querySelector('#next-hint')?.dom?.textContent).toBe('再给一个提示')
    await tap(foot, '.second')
    await tap(foot, '#next-hint')
    await tap(foot, '.whole')
    expect(wishes).toEqual(['mine', 'hint', 'whole'].map((wish) => ({ wish, text: '' })))
    for (const words of ['换种方法', '接着问', '为什么要配方？']) expect(seen(foot)).not.toContain(words)
  })

  test('that is the third hint stands the whole solution as what comes next; after it, what stands under any answer', () => {
    const third = render(id, { ...last, mode: 'hint', level: 3 })
    expect(third.querySelector('#next-hint')?.dom?.textContent).toBe('看完整解答')
    expect(third.querySelectorAll('.whole')).toHaveLength(0)
    const fourth = render(id, { ...last, mode: 'hint', level: 4, followUps: ['为什么要配方？'] })
    expect(fourth.querySelectorAll('.ladder')).toHaveLength(0)
    for (const words of ['换种方法', '接着问', '为什么要配方？']) expect(seen(fourth)).toContain(words)
  })
})
