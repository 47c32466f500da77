import type { Cancel } from '../platform/ports'
import { wxClock } from '../platform/wx-clock'
import { wxLifecycle } from '../platform/wx-lifecycle'
import { wxLogger } from '../platform/wx-logger'
import { wxStorage } from '../platform/wx-storage'
import type { Program } from '../program'
import { program } from '../running-program'
import { keptBook } from './book/kept-book'
import { MistakeBook } from './book/mistake-book'
import { MistakeDraft } from './book/mistake-draft'
import { UnsentNotes } from './book/unsent-notes'
import type { Review } from './review/review'

/** What the pages of the mistake book, the review and the student share. */
export interface Desk {
  readonly book: MistakeBook
  /** The exercise that is being written by hand. */
  readonly draft: MistakeDraft
  /** The review that was begun and not ended: who comes back goes on with it. */
  review: Review | undefined
}

const desks = new WeakMap<Program, Desk>()

/** Has `listener` called when the book is another, or what of it was rated here. */
export function whenBookChanges(listener: () => void): Cancel {
  const cancels = [desk().book.subscribe(listener), program().ratings.subscribe(listener)]
  return () => {
    for (const cancel of cancels) cancel()
  }
}

/** Has `listener` called when there is a network again: what could not be loaded is not left to a tap. */
export function whenNetworkReturns(listener: () => void): Cancel {
  return wxLifecycle.onNetworkChange((change) => {
    if (change !== 'lost') listener()
  })
}

/** One for a program, from the first of these pages on. */
export function desk(): Desk {
  const owner = program()
  const made = desks.get(owner)
  if (made !== undefined) return made
  const { mistakes, ratings, due } = owner
  const book = new MistakeBook({
    port: mistakes,
    kept: keptBook(wxStorage, () => mistakes.address('/')),
    notes: new UnsentNotes(wxStorage),
    calendar: wxClock,
    rated: () => ratings.ids,
    due: (count) => due.is(count),
    logger: wxLogger,
  })
  ratings.subscribe((rated) => {
    if (rated !== undefined) book.put(rated)
  })
  const opened: Desk = { book, draft: new MistakeDraft(wxStorage), review: undefined }
  desks.set(owner, opened)
  return opened
}
