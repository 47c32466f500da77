import type { Patch } from './patch-batch'
import type { TurnView } from './turn-view'

/** Characters of turns in one `setData`, at the most: the host takes 1,024 KB, and a character may be three bytes of it. */
const MOST_CHARACTERS = 200_000

/**
 * A patch in parts that the host takes: a list of turns too long for one goes there piece by piece, and what else there is behind it, since
 * it may name what only comes with the list.
 */
export function partsOf(patch: Patch): Patch[] {
  const { turns, ...rest } = patch
  if (!isViews(turns) || charactersOf(turns) <= MOST_CHARACTERS) return [patch]
  const pieces = piecesOf(turns)
  let place = 0
  const parts = pieces.map((piece, index): Patch => {
    const part: Patch = index === 0 ? { turns: piece } : {}
    for (const view of piece) {
      if (index > 0) part[`turns[${place}]`] = view
      place += 1
    }
    return part
  })
  return Object.keys(rest).length === 0 ? parts : [...parts, rest]
}

function piecesOf(views: readonly TurnView[]): TurnView[][] {
  const pieces: TurnView[][] = []
  let size = 0
  for (const view of views) {
    const characters = charactersOf([view])
    const last = pieces[pieces.length - 1]
    if (last === undefined || size + characters > MOST_CHARACTERS) {
      pieces.push([view])
      size = characters
    } else {
      last.push(view)
      size += characters
    }
  }
  return pieces
}

function charactersOf(views: readonly TurnView[]): number {
  return views.reduce(
    (sum, { question, text, reasoning }) => sum + question.length + text.length + reasoning.length,
    0,
  )
}

function isViews(value: unknown): value is TurnView[] {
  return Array.isArray(value)
}
