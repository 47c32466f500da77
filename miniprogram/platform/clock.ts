/** The clock that a part uses which was not handed one: no `wx`, only the program's timers, looked up at each call. */
export { wxClock as programClock } from './wx-clock'
