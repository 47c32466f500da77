import { tryPromises as tryAll } from './check-server'
import type { Outcome } from './outcome'
import type { Target } from './target'

export type { Outcome } from './outcome'
export type { Shown } from './scenes/judge'
export { PlayedScene } from './scenes/played-scene'
export type { Scene } from './scenes/scene'
export { SCENES } from './scenes/scenes'
export { type Target, targetOf } from './target'
export { Unreachable, type UnreachableCode } from './unreachable'

/** Tries a server's promises one after the other. `told` hears of each; a server that cannot be asked is one outcome that says why. */
export function tryPromises(target: Target, told?: (outcome: Outcome) => void): Promise<Outcome[]> {
  return tryAll(target, told)
}
