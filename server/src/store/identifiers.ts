import { randomBytes } from 'node:crypto'

/** Milliseconds by which the time is another one than what this machine's date says. */
let ahead = 0
/** Less than this is the way of the answer, and no other time. */
const TOLERATED = 500

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
  const bytes = randomBytes(16)
  bytes.writeUIntBE(lastTime, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
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

function present(): number {
  return Date.now() + ahead
}
