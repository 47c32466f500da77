import { type ReadCharacter, textOf } from './line-decoder'

/** A character of mathematics that is read with less may be another. */
const CERTAIN = 0.45
/** Each character of a line that is read with this is right: a second reading would say the same, and takes as long. */
const SURE = 0.97
/** Characters that change what is calculated. */
const MATHEMATICS = /[\d+\-×÷=/.:%²³√()<>xX＋－—＝（）]/

/** Whether a first reading needs no second one. */
export const isSure = (characters: readonly ReadCharacter[]): boolean =>
  characters.every(({ certainty }) => certainty >= SURE)

/** The same characters in whatever width, without spaces. */
export const plainly = (text: string): string =>
  text.normalize('NFKC').replace(/[\s—–−]/g, (mark) => (/\s/.test(mark) ? '' : '-'))

/**
 * What else a line may say: its second reading where that is another one, else the first with its doubtful character
 * replaced; undefined where the line is read for certain.
 */
export function otherReading(
  first: readonly ReadCharacter[],
  second: readonly ReadCharacter[],
): string | undefined {
  const [text, again] = [textOf(first), textOf(second)]
  if (plainly(text) !== plainly(again)) return again
  const doubted = first.findIndex(({ text: own, certainty }) => MATHEMATICS.test(own) && certainty < CERTAIN)
  if (doubted < 0) return undefined
  return first.map((character, index) => (index === doubted ? character.runnerUp : character.text)).join('')
}
