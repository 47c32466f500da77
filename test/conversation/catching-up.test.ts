import fc from 'fast-check'
import { createCatchingUp } from '../../miniprogram/conversation/catching-up'

describe('Text on the page while an answer is replayed', () => {
  test('whatever the cutting and whatever stood there, the page ends with exactly the answer', () => {
    const pieces = fc.array(fc.string({ maxLength: 6 }), { maxLength: 20 })
    fc.assert(
      fc.property(pieces, fc.nat(80), fc.boolean(), (deltas, kept, differs) => {
        const whole = deltas.join('')
        const before = differs ? `${whole.slice(0, kept)}≠` : whole.slice(0, kept)
        const catching = createCatchingUp(before)
        let page = before
        const apply = (change: ReturnType<typeof catching.grew>) => {
          if (change.kind === 'append') page += change.delta
          if (change.kind === 'replace') page = catching.text
        }
        let text = ''
        for (const delta of deltas) {
          text += delta
          const length = page.length
          apply(catching.grew(delta, text))
          // What is a true prefix never becomes shorter before the reader's eyes.
          if (!differs) expect(page.length).toBeGreaterThanOrEqual(length)
        }
        apply(catching.completed(whole))
        expect(page).toBe(whole)
      }),
    )
  })

  test('a fresh answer only grows by its deltas', () => {
    const catching = createCatchingUp('')
    expect(catching.grew('浮', '浮')).toEqual({ kind: 'append', delta: '浮' })
    expect(catching.grew('力', '浮力')).toEqual({ kind: 'append', delta: '力' })
    expect(catching.replaced('浮力')).toEqual({ kind: 'none' })
    expect(catching.replaced('重力')).toEqual({ kind: 'replace' })
  })
})
