import type { Calendar, Clock } from './ports'
import { SteadyClock } from './steady-clock'

/** The program's own timers, looked up at each call so that a test can replace them at any moment. */
export const wxClock: Clock & Calendar = new SteadyClock({
  date: () => Date.now(),
  setTimer(callback, delay) {
    const timer = setTimeout(callback, delay)
    return () => clearTimeout(timer)
  },
})
