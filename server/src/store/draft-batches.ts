import { type Kysely, sql } from 'kysely'
import * as v from 'valibot'
import type { DraftAppend } from '../answer/answer-store'
import { type DraftPiece, type Drafts, type DraftText, joined } from './drafts'
import type { DraftBatchSchema } from './schema'
import { rebuild } from './scrub-embedded'
import { numberedInsert } from './statement'
import { finishSchema, parseFinish } from './stored-answer'

/** Batches that nobody needs any more are deleted when there are so many. */
const SWEPT_TOGETHER = 256

/** Of one answer: its question, `seq`, content, reasoning, and how the text became whole. One without the rest: all before it is void. */
const piecesSchema = v.array(
  v.union([
    v.strictTuple([v.string(), v.number(), v.string(), v.string(), v.nullable(finishSchema)]),
    v.strictTuple([v.string()]),
  ]),
)
type Pieces = v.InferOutput<typeof piecesSchema>

/**
 * {@link Drafts} of a database that one process has for itself: a row an append, with the pieces of all answers in it. A row a piece
 * would cost ten times as much to write, and leaves an answer's rows scattered when they are dropped. Which rows an answer has is
 * remembered by the first of them; the rows before the first that any answer needs are deleted together.
 */
export class DraftBatches implements Drafts {
  /** The first row that may have drafts of a question, for each that has any; made from the rows when it is first needed. */
  private begun: Promise<Map<string, number>> | undefined
  /** The newest row, and the one up to which all are deleted. */
  private last = 0
  private swept = 0
  /** Questions whose pieces until now are void, which the next row says. */
  private released: string[] = []

  constructor(private readonly database: Kysely<DraftBatchSchema>) {}

  async append(drafts: readonly DraftAppend[]): Promise<readonly string[]> {
    if (drafts.length === 0) return []
    const first = await this.first()
    // Before it is written: who drops a question's drafts meanwhile must know of them.
    for (const { questionId } of drafts) if (!first.has(questionId)) first.set(questionId, this.last + 1)
    const released = this.released
    this.released = []
    try {
      await this.write([...released.map((id): [string] => [id]), ...drafts.map(rowOf)])
    } catch (error) {
      // One that is written again meanwhile begins after what is void.
      this.released.push(...released.filter((id) => !first.has(id)))
      throw error
    }
    // Nobody else writes here.
    return []
  }

  async read(questionId: string, afterSeq: number): Promise<DraftText> {
    const begin = (await this.first()).get(questionId)
    const pieces = new Map<number, DraftPiece>()
    for (const all of begin === undefined ? [] : await this.rowsWith(questionId, begin)) {
      for (const piece of all) {
        if (piece[0] !== questionId) continue
        if (piece.length === 1) pieces.clear()
        else if (piece[1] > afterSeq && !pieces.has(piece[1])) pieces.set(piece[1], pieceOf(piece))
      }
    }
    return joined(
      [...pieces.values()].sort((one, other) => one.seq - other.seq),
      afterSeq,
    )
  }

  async drop(questionIds: readonly string[]): Promise<void> {
    const first = await this.first()
    const known = questionIds.filter((id) => first.has(id) || this.released.includes(id))
    if (known.length === 0) return
    await this.write(known.map((id) => [id]))
    for (const id of known) first.delete(id)
    this.released = this.released.filter((id) => !known.includes(id))
    await this.sweep(first)
  }

  /** The next append says so: a row of its own costs as much as an append for many answers. After a crash they are stale drafts. */
  async release(questionId: string): Promise<void> {
    const first = await this.first()
    if (!first.delete(questionId)) return
    this.released.push(questionId)
    await this.sweep(first)
  }

  async questionIds(): Promise<string[]> {
    return [...(await this.first()).keys()]
  }

  async ping(): Promise<void> {
    await this.database.selectFrom('draft_batch').select('id').limit(1).execute()
  }

  close(): Promise<void> {
    return this.database.destroy()
  }

  /**
   * Makes the file anew without what nobody needs any more. Whoever appends meanwhile, here or in another process, writes
   * later rows, which stay as they are.
   */
  async compact(): Promise<void> {
    const first = await this.first()
    const rows = await this.database
      .selectFrom('draft_batch')
      .selectAll()
      .where('id', '<=', this.last)
      .execute()
    for (const { id, pieces } of rows) {
      const all = parsePieces(pieces)
      const needed = all.filter(([questionId]) => (first.get(questionId) ?? Number.POSITIVE_INFINITY) <= id)
      if (needed.length === all.length) continue
      const row = this.database.updateTable('draft_batch').set({ pieces: JSON.stringify(needed) })
      if (needed.length > 0) await row.where('id', '=', id).execute()
      else await this.database.deleteFrom('draft_batch').where('id', '=', id).execute()
    }
    await rebuild(this.database)
  }

  private first(): Promise<Map<string, number>> {
    this.begun ??= this.firstRows().catch((error: unknown) => {
      this.begun = undefined
      throw error
    })
    return this.begun
  }

  private async firstRows(): Promise<Map<string, number>> {
    await this.adoptRows()
    const first = new Map<string, number>()
    const rows = await this.database.selectFrom('draft_batch').selectAll().orderBy('id').execute()
    for (const { id, pieces } of rows) {
      for (const [questionId, ...rest] of parsePieces(pieces)) {
        if (rest.length === 0) first.delete(questionId)
        else if (!first.has(questionId)) first.set(questionId, id)
      }
      this.last = id
    }
    this.swept = (rows[0]?.id ?? 1) - 1
    return first
  }

  /** A server of before there were batches left a row a piece. */
  private async adoptRows(): Promise<void> {
    const rows = await this.database.selectFrom('draft').selectAll().orderBy('seq').execute()
    if (rows.length === 0) return
    await this.write(
      rows.map(({ question_id, seq, content, reasoning, finish }) => [
        question_id,
        seq,
        content,
        reasoning,
        parseFinish(finish) ?? null,
      ]),
    )
    await this.database.deleteFrom('draft').execute()
  }

  private async sweep(first: ReadonlyMap<string, number>): Promise<void> {
    if (this.last - this.swept < SWEPT_TOGETHER) return
    const needed = Math.min(this.last + 1, ...first.values())
    if (needed - 1 - this.swept < SWEPT_TOGETHER) return
    await this.database.deleteFrom('draft_batch').where('id', '<', needed).execute()
    this.swept = needed - 1
  }

  private async rowsWith(questionId: string, begin: number): Promise<Pieces[]> {
    const rows = await this.database
      .selectFrom('draft_batch')
      .select('pieces')
      .where('id', '>=', begin)
      .where(sql<boolean>`instr(pieces, ${questionId}) > 0`)
      .orderBy('id')
      .execute()
    return rows.map(({ pieces }) => parsePieces(pieces))
  }

  private async write(pieces: Pieces): Promise<void> {
    const id = await insertBatch(this.database, { pieces: JSON.stringify(pieces) })
    this.last = Math.max(this.last, id)
  }
}

const insertBatch = numberedInsert<{ pieces: string }, DraftBatchSchema>((database, value) =>
  database.insertInto('draft_batch').values({ pieces: value('pieces') }),
)

/** Throws where a row holds anything else. */
function parsePieces(json: string): Pieces {
  return v.parse(piecesSchema, JSON.parse(json))
}

function rowOf({ questionId, seq, content, reasoning, finish }: DraftAppend): Pieces[number] {
  return [questionId, seq, content, reasoning, finish ?? null]
}

function pieceOf([, seq, content, reasoning, finish]: Extract<Pieces[number], { length: 5 }>): DraftPiece {
  return { seq, content, reasoning, finish: finish ?? undefined }
}
