import { Opening } from '../../miniprogram/components/answer-content/opening'

/** A passage for each 1,000 characters, and what of the answer was done in which order. */
function opened(characters: number, torn = false) {
  const steps: string[] = []
  let read = 0
  let kept = 0
  let room = Number.NaN
  const opening = new Opening('字'.repeat(characters), torn, {
    renderer: {
      push: (text) => {
        read += text.length
      },
      flush: () => void steps.push(`read ${read}`),
      end: () => void steps.push(`ended at ${read}`),
    },
    feed: {
      get size() {
        return Math.ceil(read / 1000)
      },
      gather: () => undefined,
      bring(most) {
        const last = steps.some((step) => step.startsWith('brought')) ? kept : this.size
        kept = Math.max(0, last - most)
        steps.push(`brought ${last - 1} to ${kept}`)
        return kept
      },
    },
    drawsFrom: (place) => void steps.push(`draws from ${place}`),
    completes: (place) => void steps.push(`completes ${place}`),
    keeps: (pixels) => {
      room = pixels
    },
  })
  return { opening, steps, room: () => room }
}

describe('A long answer that is opened', () => {
  test('is read to its end first, then comes from its end backwards, what is in sight first and in small parts', () => {
    const { opening, steps } = opened(26_000)
    while (opening.slice());
    expect(steps).toEqual([
      'read 12000',
      'read 24000',
      'ended at 26000',
      'draws from 23',
      'completes 25',
      'brought 25 to 25',
      'completes 24',
      'brought 24 to 24',
      'completes 23',
      'brought 23 to 23',
      'brought 22 to 19',
      'brought 18 to 15',
      'brought 14 to 11',
      'brought 10 to 7',
      'brought 6 to 3',
      'brought 2 to 0',
    ])
  })

  test('is not ended where it was torn', () => {
    const { opening, steps } = opened(3000, true)
    while (opening.slice());
    expect(steps[0]).toBe('read 3000')
    expect(steps.slice(-2)).toEqual(['completes 0', 'brought 0 to 0'])
  })

  test('keeps room for what is to come, and none when all is there', () => {
    const { opening, room } = opened(26_000)
    for (let slice = 0; slice < 3; slice++) opening.slice()
    const beforeLast = room()
    expect(beforeLast).toBeGreaterThan(0)
    while (opening.slice());
    expect(room()).toBe(0)
  })

  test('brings what was read where the rest is not wanted any more', () => {
    const { opening, steps, room } = opened(26_000)
    opening.slice()
    opening.cancel()
    expect(steps).toEqual(['read 12000', 'brought 11 to 0'])
    expect(room()).toBe(0)
  })
})
