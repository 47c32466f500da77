import type { Correction } from '../../typings/protocol'

/** A marked page of which nothing is known yet. */
export const NOTHING_MARKED: Correction = { right: 0, wrong: 0, unanswered: 0, unclear: 0, items: [] }
