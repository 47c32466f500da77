/** Milliseconds of a day; none of a calendar is shorter by more than an hour. */
const DAY = 24 * 60 * 60_000
/** Milliseconds by which no place's clock differs from UTC. */
const FARTHEST = 15 * 60 * 60_000

const calendars = new Map<string, Intl.DateTimeFormat>()

/** Whether it names a time zone of IANA's; an offset such as `+08:00` names none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('sv-SE', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The day of a place, such as `2026-11-28`. `time`: ISO 8601. */
export function dayIn(timeZone: string, time: string): string {
  let calendar = calendars.get(timeZone)
  if (calendar === undefined) {
    calendar = new Intl.DateTimeFormat('sv-SE', { timeZone })
    // Names are a student's to choose: not every spelling of one is kept for ever.
    if (calendars.size === 1000) calendars.clear()
    calendars.set(timeZone, calendar)
  }
  return calendar.format(new Date(time))
}

/** The last `days` calendar days of a place. */
export interface Days {
  /** The first of them, such as `2026-11-22`. */
  first: string
  /** A time before all of them, ISO 8601: what is later still has to be asked for its day. */
  since: string
}

/** The days that end with the one of `now` in that place. */
export function lastDays(timeZone: string, days: number, now: string): Days {
  // Days of a calendar are counted by themselves: some have 23 hours.
  const begin = Date.parse(`${dayIn(timeZone, now)}T00:00:00Z`) - (days - 1) * DAY
  return {
    first: new Date(begin).toISOString().slice(0, 10),
    since: new Date(begin - FARTHEST).toISOString(),
  }
}
