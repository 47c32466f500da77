import type { Patch } from './patch-batch'
import type { Turn } from './turn'
import { type StatusView, statusView, type TurnView, turnView } from './turn-view'

/** Keeps the page's `turns` in step with the conversation, by paths: only what differs is sent. */
export interface TurnPatches {
  /** All turns anew; for another list. */
  all(turns: readonly Turn[]): Patch
  added(turn: Turn): Patch
  /** What of a turn's status differs from what the page has. Empty for a turn that is not on the page. */
  status(turn: Turn): Patch
}

export function createTurnPatches(): TurnPatches {
  let views: TurnView[] = []

  return {
    all(turns) {
      views = turns.map(turnView)
      return { turns: views.map((view) => ({ ...view })) }
    },
    added(turn) {
      const view = turnView(turn)
      views.push(view)
      return { [`turns[${views.length - 1}]`]: { ...view } }
    },
    status(turn) {
      const index = views.findIndex((view) => view.id === turn.requestId)
      const view = views[index]
      if (view === undefined) return {}
      const patch: Patch = {}
      const next: StatusView = statusView(turn)
      for (const key of Object.keys(next) as Array<keyof StatusView>) {
        if (view[key] !== next[key]) patch[`turns[${index}].${key}`] = next[key]
      }
      Object.assign(view, next)
      return patch
    },
  }
}
