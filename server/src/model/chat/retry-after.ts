import type { IncomingHttpHeaders } from 'node:http'

/** Milliseconds: nobody is told to wait longer, whatever a vendor says. */
const LONGEST_WAIT = 10 * 60_000

/** How long a vendor asks to wait, in milliseconds; `undefined` where it does not, or the time is over. */
export function retryAfter(headers: IncomingHttpHeaders, now: () => number = Date.now): number | undefined {
  const milliseconds =
    exactly(headers['retry-after-ms']) ?? seconds(headers['retry-after']) ?? until(headers, now)
  if (milliseconds === undefined || !(milliseconds > 0)) return undefined
  return Math.min(Math.ceil(milliseconds), LONGEST_WAIT)
}

function exactly(value: string | string[] | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

function seconds(value: string | undefined): number | undefined {
  const number = exactly(value)
  return number === undefined ? undefined : number * 1000
}

/** A date is meant by the clock of who wrote it. */
function until(headers: IncomingHttpHeaders, now: () => number): number | undefined {
  const date = Date.parse(headers['retry-after'] ?? '')
  if (Number.isNaN(date)) return undefined
  const told = Date.parse(headers.date ?? '')
  return date - (Number.isNaN(told) ? now() : told)
}
