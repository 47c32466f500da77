import type { DraftAppend, Finish } from '../answer/answer-store'

/** What drafts of one answer add up to. */
export interface DraftText {
  content: string
  reasoning: string
  /** The last `seq` that is written down, or the one that was asked from. */
  lastSeq: number
  /** Known where the text is whole. */
  finish: Finish | undefined
}

/** The growing texts of answers that are not saved yet, appended piece by piece. */
export interface Drafts {
  /**
   * All of them or none; a piece that is already there is left as it is. Gives the questions of which nothing was written, since
   * somebody else has taken them up.
   */
  append(drafts: readonly DraftAppend[]): Promise<readonly string[]>
  /** The text that its owner with this fence wrote after `afterSeq`, joined. */
  read(questionId: string, afterSeq: number, fence: number): Promise<DraftText>
  /** Forgets the drafts of these questions. */
  drop(questionIds: readonly string[]): Promise<void>
  /** The same of a question whose text is kept elsewhere: none of it is read from here on, and it may be forgotten later. */
  release(questionId: string): Promise<void>
  /** The questions that have drafts. */
  questionIds(): Promise<string[]>
  /** Rejects where they cannot be read. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** One piece, as either database keeps it. */
export interface DraftPiece {
  seq: number
  content: string
  reasoning: string
  finish: Finish | undefined
}

/** Joins the pieces of an answer, which are in the order of their `seq`. */
export function joined(pieces: readonly DraftPiece[], afterSeq: number): DraftText {
  return {
    content: pieces.map(({ content }) => content).join(''),
    reasoning: pieces.map(({ reasoning }) => reasoning).join(''),
    lastSeq: pieces.at(-1)?.seq ?? afterSeq,
    finish: pieces.findLast(({ finish }) => finish !== undefined)?.finish,
  }
}
