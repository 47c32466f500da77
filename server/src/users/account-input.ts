import * as v from 'valibot'
import { characters } from '../http/parse-input'
import { isTimeZone } from '../report/calendar-days'

/** Levels that the bytes of all settings have room for (docs/protocol.md, "Plain calls": 4 KB): what writes them down as JSON calls itself for each. */
const DEEPEST = 2048

function isDeeper(value: object, most: number): boolean {
  let level: object[] = [value]
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > most) return true
    level = level
      .flatMap((each): unknown[] => Object.values(each))
      .filter((inner): inner is object => typeof inner === 'object' && inner !== null)
  }
  return false
}

/** Whatever the program wants to keep; only what the server reads itself is looked at. */
const settings = v.pipe(
  v.unknown(),
  // A list would be a record of its numbers.
  v.check((values) => !Array.isArray(values)),
  v.record(v.string(), v.unknown()),
  v.check((values) => !isDeeper(values, DEEPEST)),
  v.check(({ time_zone: zone }) => zone == null || (typeof zone === 'string' && isTimeZone(zone))),
)

/** What a student may change of their account. docs/protocol.md, "Plain calls". */
export const accountBody = v.object({
  name: v.exactOptional(characters(1, 50)),
  grade: v.exactOptional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)))),
  settings: v.exactOptional(settings),
})
