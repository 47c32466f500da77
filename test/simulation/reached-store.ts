import type { AnswerStore } from '../../server/src/answer/answer-store'
import { StoreAway } from '../../server/src/errors/store-away'
import type { Execution } from './execution'
import type { Outages } from './outages'

/** Milliseconds after which a call that is not answered has failed. */
const SILENCE = 3000

/** A way to the database: how long a call takes, and whether it leads there now. */
export interface Way {
  execution: Execution
  savingTime: number
  /** By how much each other call takes longer than a quick one. */
  slowness: number
  /** What keeps calls, or their replies, from arriving. */
  outages: readonly Outages[]
}

/** The database as a process reaches it: a call that it does not live to see the end of may yet have been carried out. */
export function reachedStore(store: AnswerStore, way: Way): AnswerStore {
  return {
    begin: (input) => reach(way, 4 * way.slowness, () => store.begin(input)),
    find: (userId, requestId) => reach(way, 2 * way.slowness, () => store.find(userId, requestId)),
    appendDrafts: (drafts) => reach(way, 2 * way.slowness, () => store.appendDrafts(drafts)),
    save: (answer) => reach(way, way.savingTime, () => store.save(answer)),
    fail: (answer) => reach(way, 4 * way.slowness, () => store.fail(answer)),
    reopen: (answer, anew) => reach(way, 4 * way.slowness, () => store.reopen(answer, anew)),
    unfinished: (held) => reach(way, 4 * way.slowness, () => store.unfinished(held)),
    history: (...of) => reach(way, 2 * way.slowness, () => store.history(...of)),
    circumstances: (answer) => reach(way, 2 * way.slowness, () => store.circumstances(answer)),
  }
}

/** One call. Where the way is shut before its answer is back nobody knows whether it was carried out. */
export async function reach<T>(way: Way, delay: number, act: () => Promise<T>): Promise<T> {
  const { execution } = way
  await execution.pass(delay / 2)
  const outcome = way.outages.every(({ carries }) => carries) ? act() : undefined
  outcome?.catch(() => undefined)
  await execution.pass(delay / 2)
  if (outcome !== undefined && way.outages.every(({ replies }) => replies)) return outcome
  await execution.pass(SILENCE)
  throw new StoreAway(new Error('the database did not answer'))
}
