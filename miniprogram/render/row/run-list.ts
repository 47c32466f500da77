import { MAX_RUN } from '../limits'
import type { FormulaRun, ImageRun, Run } from './row'
import type { Span } from './spans'

/** A run as it was sent. */
interface SentRun {
  style: number
  url: string
  text: string
  atom: FormulaRun | ImageRun | undefined
}

/** A place among the runs: so many whole runs, and so many characters of the next. */
export interface RunPlace {
  run: number
  offset: number
}

/** Takes the value of one run that is new or has changed. */
export type RunWriter = (index: number, run: Run) => void

/** The runs of one row as the page has them. Text that only grows becomes a new run; what was sent stays. */
export class RunList {
  readonly sent: SentRun[] = []

  /**
   * Makes the runs from `from` on those of `settled` and `rest`, and tells `write` what is new.
   * Answers the place behind `settled`: what lies before it will not be looked at again.
   */
  update(from: RunPlace, settled: readonly Span[], rest: readonly Span[], write: RunWriter): RunPlace {
    const place = { run: from.run, offset: from.offset }
    settled.forEach((span) => {
      this.put(place, span, write)
    })
    const reached = { run: place.run, offset: place.offset }
    rest.forEach((span) => {
      this.put(place, span, write)
    })
    this.cut(place, write)
    return reached
  }

  private put(place: RunPlace, span: Span, write: RunWriter): void {
    if (span.atom) this.putAtom(place, span, span.atom, write)
    let text = span.text
    while (text) {
      const run = this.sent[place.run]
      if (!run) {
        this.append(place, span, text, write)
        return
      }
      const old = run.text.slice(place.offset)
      if (!old && !run.atom) {
        place.run++
        place.offset = 0
        continue
      }
      const common = isSameStyle(run, span) && !run.atom ? commonLength(old, text) : 0
      text = text.slice(common)
      place.offset += common
      // Of one style and longer than the text: what is left of the run belongs to what follows, or is cut then.
      if (text && (run.atom || common < old.length)) this.cut(place, write)
    }
  }

  private putAtom(place: RunPlace, span: Span, atom: FormulaRun | ImageRun, write: RunWriter): void {
    for (let run = this.sent[place.run]; run && !run.atom && place.offset === run.text.length; ) {
      place.run++
      place.offset = 0
      run = this.sent[place.run]
    }
    const run = this.sent[place.run]
    if (!run?.atom || JSON.stringify(run.atom) !== JSON.stringify(atom)) {
      this.cut(place, write)
      this.sent[place.run] = { style: span.style, url: span.url, text: span.text, atom }
      write(place.run, atom)
    }
    place.run++
    place.offset = 0
  }

  private append(place: RunPlace, span: Span, text: string, write: RunWriter): void {
    for (let start = 0; start < text.length; ) {
      const end = runEnd(text, start)
      const part = text.slice(start, end)
      const index = place.run++
      this.sent[index] = { style: span.style, url: span.url, text: part, atom: span.atom }
      write(index, encode(span, part))
      start = end
    }
    place.offset = 0
  }

  /** Takes away everything behind the place. A run that is cut in the middle is sent again. */
  private cut(place: RunPlace, write: RunWriter): void {
    const run = this.sent[place.run]
    if (run && place.offset > 0) {
      if (place.offset < run.text.length) {
        run.text = run.text.slice(0, place.offset)
        write(place.run, encode(run, run.text))
      }
      place.run++
      place.offset = 0
    }
    for (let index = place.run; index < this.sent.length; index++) write(index, '')
    this.sent.length = Math.min(this.sent.length, place.run)
  }
}

function encode({ style, url }: { style: number; url: string }, text: string): Run {
  if (url) return [text, style, url]
  return style ? [text, style] : text
}

function isSameStyle(run: SentRun, span: Span): boolean {
  return run.style === span.style && run.url === span.url
}

function commonLength(one: string, other: string): number {
  if (other.startsWith(one)) return one.length
  if (one.startsWith(other)) return other.length
  let length = 0
  while (one.charCodeAt(length) === other.charCodeAt(length)) length++
  // Half of a character is no common beginning.
  const last = one.charCodeAt(length - 1)
  return last >= 0xd800 && last <= 0xdbff ? length - 1 : length
}

/** Where a run that begins at `start` ends at the latest, between two characters. */
function runEnd(text: string, start: number): number {
  const end = start + MAX_RUN
  if (end >= text.length) return text.length
  const last = text.charCodeAt(end - 1)
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end
}
