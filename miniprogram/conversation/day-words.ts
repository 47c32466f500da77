import { messages } from '../messages/zh-CN'

/** The day in words, e.g. 11 月 28 日. */
export function dateWords(date: Date): string {
  return messages.day.date(date.getMonth() + 1, date.getDate())
}

/** The day of the week in words. */
export function weekdayWords(date: Date): string {
  return messages.day.weekdays[date.getDay()] ?? ''
}

/**
 * A day as a heading names it, seen from `now` (milliseconds since the epoch): today, yesterday, or its date and weekday.
 * Empty for what is no time.
 */
export function dayHeading(date: Date, now: number): string {
  if (Number.isNaN(date.getTime())) return ''
  const days = Math.round((startOfDay(new Date(now)) - startOfDay(date)) / 86400000)
  if (days <= 0) return messages.day.today
  return days === 1 ? messages.day.yesterday : `${dateWords(date)} ${weekdayWords(date)}`
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
