import type { Account } from '../../../typings/account'
import { isTimeZone } from './calendar-days'

/** Where students live who say nothing else. */
const DEFAULT_ZONE = 'Asia/Shanghai'

/** The zone of a student's calendar; one that this machine does not know (any more) is as if not told. */
export function timeZoneOf({ time_zone: zone }: Account['settings']): string {
  return typeof zone === 'string' && isTimeZone(zone) ? zone : DEFAULT_ZONE
}
