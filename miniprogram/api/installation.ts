import { wxClock } from '../platform/wx-clock'
import { wxStorage } from '../platform/wx-storage'
import { randomId } from '../stream/random-id'

const KEY = 'installation'

/** Of the installation, whoever asks: a second one would be another device to the server. */
let known: string | undefined
/** Names this run of the program, and how many of its links have been opened: for all answers, since the server compares them. */
let run: string | undefined
let links = 0

/**
 * By which the server tells this installation from the student's other devices, which read along: drawn once, and nothing of the
 * device or the student is in it. Where nothing can be kept it lasts as long as the program.
 */
export function installationId(): string {
  if (known !== undefined) return known
  const kept = wxStorage.get(KEY)
  if (typeof kept === 'string' && kept !== '') known = kept
  else {
    known = randomId(wxClock.date(), Math.random)
    wxStorage.set(KEY, known)
  }
  return known
}

/** The name of this program's next link, by which a server tells it from an older one whose first message comes late. */
export function nextLink(): string {
  run ??= randomId(wxClock.date(), Math.random)
  links += 1
  return `${run}:${links}`
}
