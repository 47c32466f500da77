import { wxClock } from '../platform/wx-clock'
import { wxStorage } from '../platform/wx-storage'
import { newRequestId } from '../stream/request-id'

const KEY = 'installation'

let known: string | undefined

/**
 * By which the server tells this installation from the student's other devices, which read along: drawn once, and nothing of the
 * device or the student is in it. Where nothing can be kept it lasts as long as the program.
 */
export function installationId(): string {
  if (known !== undefined) return known
  const kept = wxStorage.get(KEY)
  if (typeof kept === 'string' && kept !== '') known = kept
  else {
    known = newRequestId(wxClock.date(), Math.random)
    wxStorage.set(KEY, known)
  }
  return known
}
