import type { Clock } from './ports'

/** The program's own timers, looked up at each call so that a test can replace them at any moment. */
export const wxClock: Clock = {
  now: () => Date.now(),
  setTimer(callback, delay) {
    const timer = setTimeout(callback, delay)
    return () => clearTimeout(timer)
  },
}
