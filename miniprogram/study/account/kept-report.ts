import type { Report } from '../../account/account'
import { BodyError, BodyReader } from '../../api/body-reader'
import { readReport } from '../../api/mistake-bodies'
import type { KeyValueStore } from '../../platform/ports'

/** Of what the phone keeps of the week. */
export const KEPT_REPORT = 'kept-report'

/** The report that was seen last; nothing where none was. */
export function keptReport(store: KeyValueStore): Report | undefined {
  try {
    return readReport(new BodyReader(store.get(KEPT_REPORT)))
  } catch (error) {
    if (error instanceof BodyError) return undefined
    throw error
  }
}
