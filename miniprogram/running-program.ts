import type { Program } from './program'

/** The program that runs: pages, and the parts of the sub-package, reach it by this. */
export function program(): Program {
  return getApp<{ program: Program }>().program
}
