/** A character as it was read, how sure the model is of it (0 to 1), and the one that it would have taken else. */
export interface ReadCharacter {
  text: string
  certainty: number
  runnerUp: string
  runnerUpCertainty: number
  /** The middle of it, as a part of the line's width. */
  at: number
}

/** What a model says of a line: for each of its narrow columns, how likely each character is; 0 is none. */
export interface LineScores {
  scores: Float32Array
  columns: number
  characters: number
}

/** Reads the likeliest character of each column; the same one in neighbouring columns is one (CTC, greedily decoded). */
export function decodeLine(
  { scores, columns, characters }: LineScores,
  alphabet: readonly string[],
): ReadCharacter[] {
  const read: ReadCharacter[] = []
  let last = 0
  for (let column = 0; column < columns; column++) {
    const [best, second] = twoBest(scores.subarray(column * characters, (column + 1) * characters))
    if (best.index !== 0 && best.index !== last) {
      read.push({
        text: alphabet[best.index] ?? '',
        certainty: best.score,
        runnerUp: alphabet[second.index] ?? '',
        runnerUpCertainty: second.score,
        at: (column + 0.5) / columns,
      })
    } else if (best.index !== 0) {
      const before = read[read.length - 1]
      if (before !== undefined && best.score > before.certainty) before.certainty = best.score
    }
    last = best.index
  }
  return read
}

interface Scored {
  index: number
  score: number
}

function twoBest(scores: Float32Array): [Scored, Scored] {
  let best: Scored = { index: 0, score: Number.NEGATIVE_INFINITY }
  let second = best
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] ?? 0
    if (score <= second.score) continue
    if (score > best.score) [best, second] = [{ index, score }, best]
    else second = { index, score }
  }
  return [best, second]
}

/** The text of what was read. */
export const textOf = (characters: readonly ReadCharacter[]): string =>
  characters.map(({ text }) => text).join('')

/** How sure a line is on the whole: the mean of its characters, 0 for none. */
export const certaintyOf = (characters: readonly ReadCharacter[]): number =>
  characters.length === 0
    ? 0
    : characters.reduce((sum, { certainty }) => sum + certainty, 0) / characters.length
