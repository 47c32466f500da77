import { randomUUID } from 'node:crypto'

/** Milliseconds by which the time is another one than what this machine's date says. */
let ahead = 0
/** Less than this is the way of the answer, and no other time. */
const TOLERATED = 500

/** Where the last two parts of a UUID begin, which are chance but for two bits. */
const RANDOM_FROM = '01234567-0123-7123'.length

let lastTime = 0
let counter = 0

/**
 * A UUID of version 7: ids of one process sort in the order in which they were made, also within a millisecond
 * (the 12 bits after the time count; when they run out the time is taken one further).
 */
export function newId(): string {
  const now = present()
  if (now > lastTime) {
    lastTime = now
    counter = 0
  } else if (++counter > 0xfff) {
    lastTime += 1
    counter = 0
  }
  const time = lastTime.toString(16).padStart(12, '0')
  const count = counter.toString(16).padStart(3, '0')
  // Node keeps random bytes in store for these, and they end as one of version 7 does.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}${randomUUID().slice(RANDOM_FROM)}`
}

/** Whether a text has the form of an id; whether there is such a thing is the database's to say. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
}

/** The present as the database writes it, or the time so many milliseconds ago. */
export function timestamp(ago = 0): string {
  return new Date(present() - ago).toISOString()
}

/**
 * What the clock says that several servers share, in milliseconds since 1970. From now on this process goes by it: the order of
 * ids, days and minutes are the same ones wherever a question is asked.
 */
export function followClock(now: number): void {
  const measured = now - Date.now()
  if (Math.abs(measured - ahead) <= TOLERATED) return
  ahead = measured
  // Ids of the wrong time are not gone on from.
  lastTime = 0
}

/**
 * Milliseconds since 1970 by the clock that all servers share. Whatever one server dates and another may read goes by it; this machine's own
 * date is asked for nowhere else.
 */
export function present(): number {
  return Date.now() + ahead
}
