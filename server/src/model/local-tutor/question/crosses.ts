import type { Guess } from './characters'

/** One way to read a text whose x may be × or the unknown, and what was taken for what. */
export interface CrossReading {
  text: string
  guesses: Guess[]
}

/** An x between a number (or bracket) and a number (or bracket): a sign, unless the item has an unknown x elsewhere. */
const CROSS = /(?<=[\d)%])(\s*)[xX](\s*)(?=[\d(])/g
const TIGHT_POWER = /(?<=[\d)])[xX](?=[23](?![\d.]))/
const TIGHT_BRACKET = /(?<=[\d)])[xX](?=\()/
const CLAIMS = /=\s*[^\s=?]/
/** A number never follows its letter or a bracket as a factor: it is a power that lost its place. H2O is none. */
const LOST_POWER = /(?<=[a-z)])([23])(?![\d.%^/A-Z])/g
const NAMED_ROOTS = /([a-z])1\s*=.*\1 ?2\s*=/is

const asCross = (text: string): string => text.replace(CROSS, '$1×$2')

function raised(text: string): CrossReading {
  const guesses: Guess[] = []
  const lines = text.split('\n').map((line) => {
    const hasLetter = /[a-z]/i.test(line)
    const changed = line.replace(/X/g, 'x').replace(LOST_POWER, (digit, _, at: number, whole: string) => {
      return whole[at - 1] === ')' && !hasLetter ? digit : `^${digit}`
    })
    if (changed.toLowerCase() !== line.toLowerCase()) guesses.push({ from: line.trim(), to: changed.trim() })
    return changed
  })
  return { text: lines.join('\n'), guesses }
}

/** x1 = 2, x2 = 3 are two roots by their names. */
const namedRoots = (text: string): string =>
  NAMED_ROOTS.test(text) ? text.replace(/([a-z])([12])(?=\s*=)/gi, '$1_$2') : text

/**
 * The ways to read the letters x of a text, the likelier first. Where a letter may as well be a sign (3x2 = 27), there are
 * two: nobody can tell, and none is kept quiet.
 */
export function readCrosses(written: string): CrossReading[] {
  const text = namedRoots(written)
  const signs = text.match(CROSS)
  if (signs === null) return [raised(text)]
  const hasUnknown = /[a-z]/i.test(text.replace(CROSS, '').replace(/(?<=[\d)%])\s*[xX]\s*(?=[\d(])/g, ''))
  if (hasUnknown) {
    // Beside a real unknown only a letter with room around it is a sign. It is looked back from the letter: from each blank costs the square.
    const spaced = text.replace(/[xX](?<=[\d)%]\s+[xX])(?=\s+[\d(])/g, '×')
    return [raised(spaced)]
  }
  const asSign: CrossReading = { text: asCross(text), guesses: [] }
  const doubtful = TIGHT_POWER.test(text) || (TIGHT_BRACKET.test(text) && CLAIMS.test(text))
  if (!doubtful) return [asSign]
  const asUnknown = raised(text)
  return [
    { text: asSign.text, guesses: [{ from: written.trim(), to: asSign.text.trim() }] },
    { text: asUnknown.text, guesses: [{ from: written.trim(), to: asUnknown.text.trim() }] },
  ]
}
