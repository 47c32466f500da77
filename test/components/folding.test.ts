import { FOLD_DELAY, Folding, KEPT_AROUND } from '../../miniprogram/components/answer-content/folding'
import { ManualClock } from '../support/manual-clock'

/** An answer of so many passages, and which of them are off the page. */
function answer() {
  const clock = new ManualClock()
  const off = new Set<number>()
  const folding = new Folding(
    { fold: (passage) => off.add(passage), unfold: (passage) => off.delete(passage) },
    clock,
  )
  const see = (sighted: readonly number[], all = 20): void => {
    for (let passage = 0; passage < all; passage++) folding.saw(passage, sighted.includes(passage))
  }
  return { clock, folding, see, off: () => [...off].sort((one, other) => one - other) }
}

/** An answer of so many passages that came whole; `drawn` gets those whose rows are drawn for the first time. */
function holding(all: number, drawn: number[]) {
  const clock = new ManualClock()
  const unfold = (passage: number, first: boolean): void => void (first && drawn.push(passage))
  const folding = new Folding({ fold: () => undefined, unfold }, clock)
  for (let passage = 0; passage < all; passage++) folding.hold(passage)
  return { clock, folding }
}

describe('A long answer on the page', () => {
  test('keeps what is in sight and its neighbours, and takes the rest off', () => {
    const { clock, see, off } = answer()
    see([9, 10])
    clock.advance(FOLD_DELAY)
    const kept = [...Array(20).keys()].filter((passage) => !off().includes(passage))
    expect(kept).toEqual([9 - KEPT_AROUND, 8, 9, 10, 11, 10 + KEPT_AROUND])
  })

  test('puts passages back as soon as one near them comes into sight', () => {
    const { clock, folding, see, off } = answer()
    see([0])
    clock.advance(FOLD_DELAY)
    expect(off()).toContain(10)
    folding.saw(10, true)
    expect(off()).not.toContain(10)
    expect(off()).not.toContain(10 + KEPT_AROUND)
  })

  test('folds nothing in the moment between one passage that leaves sight and the next that comes', () => {
    const { clock, folding, see, off } = answer()
    see([5], 6)
    clock.advance(FOLD_DELAY)
    const before = off()
    folding.saw(5, false)
    folding.saw(4, true)
    clock.advance(FOLD_DELAY)
    expect(before).toEqual([0, 1, 2])
    expect(off()).toEqual([0, 1])
  })

  test('folds nothing where the host tells of no change: nobody would say when it comes into sight', () => {
    const { clock, folding, off } = answer()
    for (let passage = 0; passage < 20; passage++) folding.located(passage, passage === 0)
    clock.advance(FOLD_DELAY * 3)
    expect(off()).toEqual([])
    folding.saw(1, true)
    clock.advance(FOLD_DELAY)
    expect(off()).toContain(19)
  })

  test('folds nothing of which it is not known where it is', () => {
    const { clock, folding, off } = answer()
    folding.saw(0, true)
    folding.changes(9)
    clock.advance(FOLD_DELAY * 3)
    expect(off()).toEqual([])
  })

  test('believes what the host told over where a passage was at first', () => {
    const { clock, folding, see, off } = answer()
    see([9])
    folding.located(9, false)
    clock.advance(FOLD_DELAY)
    expect(off()).not.toContain(9)
  })

  test('puts a passage back whose rows change, and folds it again when they rest', () => {
    const { clock, folding, see, off } = answer()
    see([0])
    clock.advance(FOLD_DELAY)
    folding.changes(15)
    expect(off()).not.toContain(15)
    for (let change = 0; change < 5; change++) {
      clock.advance(FOLD_DELAY / 2)
      folding.changes(15)
    }
    expect(off()).not.toContain(15)
    clock.advance(FOLD_DELAY * 2)
    expect(off()).toContain(15)
  })

  test('takes every height anew when the page has another width', () => {
    const { clock, folding, see, off } = answer()
    see([0])
    clock.advance(FOLD_DELAY)
    folding.resized()
    expect(off()).toEqual([])
    clock.advance(FOLD_DELAY)
    expect(off()).toContain(19)
  })

  test('leaves no timer behind', () => {
    const { clock, folding, see } = answer()
    see([0])
    folding.end()
    expect(clock.armed).toBe(0)
  })

  test('that was never drawn is drawn where it comes near what is in sight, and only there', () => {
    const drawn: number[] = []
    const { clock, folding } = holding(20, drawn)
    folding.saw(10, true)
    expect(drawn.sort((one, other) => one - other)).toEqual([8, 9, 10, 11, 12])
    clock.advance(5000)
    expect(drawn).toHaveLength(5)
  })

  test('that was never drawn stays so when its rows change or the screen turns', () => {
    const drawn: number[] = []
    const { folding } = holding(3, drawn)
    folding.changes(1)
    folding.resized()
    expect(drawn).toEqual([])
  })

  test('is drawn as a whole where the host tells of no change', () => {
    const drawn: number[] = []
    const { clock, folding } = holding(20, drawn)
    clock.advance(5000)
    expect(drawn).toHaveLength(20)
    folding.hold(20)
    clock.advance(5000)
    expect(drawn).toHaveLength(21)
  })
})
