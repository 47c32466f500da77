import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { LoopProbe } from '../answer/load'

/** Milliseconds between two timers whose lateness is looked at. */
const RESOLUTION = 10

/** How late this process's own timers are. */
export function loopLateness(): LoopProbe {
  const between = monitorEventLoopDelay({ resolution: RESOLUTION })
  return {
    begin: () => {
      between.reset()
      between.enable()
    },
    end: () => {
      between.disable()
    },
    lateness: () => {
      const milliseconds = between.percentile(90) / 1e6
      between.reset()
      return Math.max(0, milliseconds - RESOLUTION)
    },
  }
}
