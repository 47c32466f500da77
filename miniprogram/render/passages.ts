import type { AnswerPatch } from './index'

/**
 * Rows of one passage: about half a screen of them. An answer is shown in passages, each a component of its own, so that a batch
 * makes the page look at some rows and not at all of them, and so that what is far away can be taken off.
 */
export const PASSAGE_ROWS = 8

const ROW = /^b\[(\d+)\]/

/** The passage that a row of an answer stands in, and its number there. */
export function placeOf(row: number): { passage: number; place: number } {
  return { passage: Math.floor(row / PASSAGE_ROWS), place: row % PASSAGE_ROWS }
}

/** A patch of an answer's rows as a patch for each passage that it touches, whose rows are numbered from 0. */
export function patchesByPassage(patch: AnswerPatch): Map<number, AnswerPatch> {
  const patches = new Map<number, AnswerPatch>()
  for (const [path, value] of Object.entries(patch)) {
    const { passage, place } = placeOf(Number(ROW.exec(path)?.[1]))
    const part = patches.get(passage) ?? {}
    part[path.replace(ROW, `b[${place}]`)] = value
    patches.set(passage, part)
  }
  return patches
}
