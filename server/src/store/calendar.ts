/** Students live by this clock, wherever the server stands. */
const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

/** The day of Asia/Shanghai, such as `2026-11-28`, of an ISO time. */
export function dayOf(time: string): string {
  return calendar.format(new Date(time))
}

/** Milliseconds of one minute. */
const minute = 60_000

/** Minutes since 1970 of an ISO time, and the milliseconds until the next one begins. */
export function minuteOf(time: string): { minute: number; left: number } {
  const milliseconds = Date.parse(time)
  return { minute: Math.floor(milliseconds / minute), left: minute - (milliseconds % minute) }
}
