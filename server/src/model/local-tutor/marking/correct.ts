import type { Correction } from '../../../../../typings/protocol'
import type { PageReading } from '../answer-text'
import { readingFailure } from '../answer-text'
import type { PageLine } from '../page/page-text'
import { normaliseTyped } from '../question/characters'
import { markSheets } from './mark-pages'

const typedLine = (text: string): PageLine => ({ text, box: null })

/**
 * Marks a student's own work: its pages in their order, or the text where there is no page. A page that could not be read
 * has one item, which says why.
 */
export function correct(readings: readonly PageReading[], text: string): Correction {
  if (readings.length === 0)
    return markSheets([{ page: null, lines: normaliseTyped(text).lines.map(typedLine) }])
  return markSheets(
    readings.map((reading, index) =>
      'failure' in reading
        ? { page: index + 1, lines: [], unread: readingFailure(reading.failure) }
        : { page: index + 1, lines: reading.lines },
    ),
  )
}
