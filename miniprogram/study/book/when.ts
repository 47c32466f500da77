import { timeMessages as words } from '../messages/time.zh-CN'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Days up to which a date is told as a distance. */
const NEAR_DAYS = 31

/** When something comes up (`at`), seen from `now`, both in milliseconds since the epoch: a distance in words, a date where it is far. */
export function whenWords(at: number, now: number): string {
  if (Number.isNaN(at) || at <= now) return words.now
  const days = dayOf(at) - dayOf(now)
  if (at - now < HOUR) return words.minutes(Math.max(1, Math.round((at - now) / MINUTE)))
  if (days === 0) return words.hours(Math.max(1, Math.round((at - now) / HOUR)))
  if (days === 1) return words.tomorrow
  if (days <= NEAR_DAYS) return words.days(days)
  const date = new Date(at)
  const month = date.getMonth() + 1
  return date.getFullYear() === new Date(now).getFullYear()
    ? words.date(month, date.getDate())
    : words.yearDate(date.getFullYear(), month)
}

/** Days since the epoch, of the phone's calendar. */
export function dayOf(time: number): number {
  const date = new Date(time)
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY)
}
