import type { Patch } from './patch-batch'
import { isUnderWay, type Turn } from './turn'
import { type StatusView, shownStatus, type TurnView, turnView, versionView } from './turn-view'

/** Keeps the page's `turns` in step with the conversation, by paths: only what differs is sent. */
export interface TurnPatches {
  /** All turns anew; for another list. */
  all(turns: readonly Turn[]): Patch
  /** `turns`: all, with the one that was added. */
  added(turn: Turn, turns: readonly Turn[]): Patch
  /** Another of the answers to a turn's question; `version` from 1. */
  version(turn: Turn, version: number): Patch
  /** What of a turn's status differs from what the page has. Empty for a turn that is not on the page. */
  status(turn: Turn): Patch
}

/** A page without turns. */
export function createTurnPatches(): TurnPatches {
  let views: TurnView[] = []

  return {
    all(turns) {
      views = turns.map((turn) => turnView(turn, turns))
      return { turns: views.map((view) => ({ ...view })) }
    },
    added(turn, turns) {
      const view = turnView(turn, turns)
      views.push(view)
      return { [`turns[${views.length - 1}]`]: { ...view } }
    },
    version(turn, version) {
      const index = views.findIndex((view) => view.id === turn.requestId)
      const view = views[index]
      if (view === undefined || view.underWay) return {}
      const next = versionView(turn, version)
      Object.assign(view, next)
      const patch: Patch = {}
      for (const [name, value] of Object.entries(next)) patch[`turns[${index}].${name}`] = value
      return patch
    },
    status(turn) {
      const index = views.findIndex((view) => view.id === turn.requestId)
      const view = views[index]
      if (view === undefined) return {}
      const patch: Patch = {}
      // One that goes on is what is shown.
      if (isUnderWay(turn) && view.version < view.versions) {
        view.version = view.versions
        patch[`turns[${index}].version`] = view.versions
      }
      const next: StatusView = shownStatus(turn, view.version)
      for (const key of Object.keys(next) as Array<keyof StatusView>) {
        if (view[key] !== next[key]) patch[`turns[${index}].${key}`] = next[key]
      }
      Object.assign(view, next)
      return patch
    },
  }
}
