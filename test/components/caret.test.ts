import { Caret, STILL } from '../../miniprogram/components/answer-content/caret'
import { ManualClock } from '../support/manual-clock'

function caret() {
  const clock = new ManualClock()
  const shown: boolean[] = []
  return { clock, shown, caret: new Caret(clock, (blinks) => shown.push(blinks)) }
}

/** One that blinks already. */
function blinking() {
  const parts = caret()
  parts.caret.moved()
  parts.clock.advance(STILL)
  return parts
}

describe('The caret of an answer', () => {
  test('stands still while pieces come, however many, and nothing is said of that', () => {
    const { clock, shown, caret: written } = caret()
    for (let piece = 0; piece < 100; piece++) {
      written.moved()
      clock.advance(33)
    }
    expect(shown).toEqual([])
  })

  test('blinks once nothing came for a while, and not before', () => {
    const { clock, shown, caret: written } = caret()
    written.moved()
    clock.advance(STILL / 2)
    written.moved()
    clock.advance(STILL - 1)
    expect(shown).toEqual([])
    clock.advance(1)
    expect(shown).toEqual([true])
  })

  test('stands still again with the next piece', () => {
    const { clock, shown, caret: written } = caret()
    written.moved()
    clock.advance(STILL * 10)
    written.moved()
    expect(shown).toEqual([true, false])
    clock.advance(STILL)
    expect(shown).toEqual([true, false, true])
  })

  test('says nothing while the page is hidden, and stands still with the first piece after it', () => {
    const { clock, shown, caret: written } = blinking()
    written.pause()
    written.moved()
    clock.advance(STILL * 10)
    expect(shown).toEqual([true])
    written.resume()
    written.moved()
    expect(shown).toEqual([true, false])
  })

  test('says nothing of an end that comes while the page is hidden, and stands still in what is written later', () => {
    const { shown, caret: written } = blinking()
    written.pause()
    written.end()
    written.resume()
    expect(shown).toEqual([true])
    written.moved()
    expect(shown).toEqual([true, false])
  })

  test('is not heard of after the end', () => {
    const { clock, shown, caret: written } = blinking()
    written.end()
    expect(shown).toEqual([true, false])
    written.moved()
    written.end()
    clock.advance(STILL * 10)
    expect(shown).toEqual([true, false])
  })
})
