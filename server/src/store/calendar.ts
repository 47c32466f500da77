/** Milliseconds by which Asia/Shanghai is ahead, all year round (since 1991). Students live by this clock, wherever the server stands. */
const SHANGHAI = 8 * 60 * 60_000
/** Characters of a date without its time. */
const DATE = 'yyyy-mm-dd'.length

/** The day of Asia/Shanghai, such as `2026-11-28`, of an ISO time. */
export function dayOf(time: string): string {
  return new Date(Date.parse(time) + SHANGHAI).toISOString().slice(0, DATE)
}

/** Milliseconds of one minute. */
const minute = 60_000

/** Minutes since 1970 of an ISO time, and the milliseconds until the next one begins. */
export function minuteOf(time: string): { minute: number; left: number } {
  const milliseconds = Date.parse(time)
  return { minute: Math.floor(milliseconds / minute), left: minute - (milliseconds % minute) }
}
