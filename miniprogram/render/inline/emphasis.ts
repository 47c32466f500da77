import { MAX_INLINE_SPAN, MAX_REPAIRED } from '../limits'
import type { Delimiter, Tag } from './pieces'

/** The delimiter runs that are not settled yet, as a chain. */
export class DelimiterChain {
  last: Delimiter | undefined

  push(delimiter: Delimiter): void {
    delimiter.prior = this.last
    if (this.last) this.last.next = delimiter
    this.last = delimiter
  }

  private remove(delimiter: Delimiter): void {
    if (delimiter.prior) delimiter.prior.next = delimiter.next
    if (delimiter.next) delimiter.next.prior = delimiter.prior
    else this.last = delimiter.prior
  }

  /** Pairs the runs behind `bottom` (CommonMark's "process emphasis"). Runs that may still open stay in the chain. */
  pair(bottom: Delimiter | undefined): void {
    if (this.last === bottom) return
    const searched = new Map<string, Delimiter | undefined>()
    let closer = this.firstAbove(bottom)
    while (closer) {
      if (!closer.canClose) {
        closer = closer.next
        continue
      }
      const kind = closer.isLoose ? 'l' : closer.isBoth ? closer.length % 3 : 'c'
      const key = closer.sign + kind + (closer.length % 3)
      const opener = findOpener(closer, bottom, searched.has(key), searched.get(key))
      if (opener) {
        closer = this.join(opener, closer)
        continue
      }
      searched.set(key, closer.prior)
      const following: Delimiter | undefined = closer.next
      if (!closer.canOpen) this.remove(closer)
      closer = following
    }
  }

  /** Takes every run behind `bottom` out of the chain: nothing may pair with them any more. */
  dropAbove(bottom: Delimiter | undefined): void {
    this.last = bottom
    if (bottom) bottom.next = undefined
  }

  /** The runs that may still open, oldest first. */
  openers(from: number): Delimiter[] {
    const found: Delimiter[] = []
    for (let delimiter = this.last; delimiter && delimiter.at >= from; delimiter = delimiter.prior) {
      if (delimiter.canOpen && delimiter.count > 0) found.push(delimiter)
    }
    return found.reverse()
  }

  private firstAbove(bottom: Delimiter | undefined): Delimiter | undefined {
    if (bottom) return bottom.next
    let first = this.last
    while (first?.prior) first = first.prior
    return first
  }

  /** Makes a pair; answers the run to go on with. */
  private join(opener: Delimiter, closer: Delimiter): Delimiter | undefined {
    const isDouble = opener.count >= 2 && closer.count >= 2
    const tag = tagOf(opener, isDouble)
    const used = isDouble ? 2 : 1
    opener.count -= used
    closer.count -= used
    opener.opens.push(tag)
    closer.closes.push(tag)
    opener.next = closer
    closer.prior = opener
    closer.from = Math.min(closer.from, opener.from)
    // Nothing settles inside of a chain: one that went on for ever would be read again with every delta.
    if (closer.at - closer.from > MAX_INLINE_SPAN) closer.canOpen = false
    if (!opener.count) this.remove(opener)
    if (closer.count) return closer
    const following = closer.next
    this.remove(closer)
    return following
  }
}

function tagOf({ sign }: Delimiter, isDouble: boolean): Tag {
  return sign === '~' ? 'del' : isDouble ? 'strong' : 'em'
}

function findOpener(
  closer: Delimiter,
  bottom: Delimiter | undefined,
  isSearched: boolean,
  searched: Delimiter | undefined,
): Delimiter | undefined {
  let opener = closer.prior
  while (opener && opener !== bottom && !(isSearched && opener === searched)) {
    if (closer.at - opener.at > MAX_INLINE_SPAN) return undefined
    if (opener.sign === closer.sign && opener.canOpen && isPair(opener, closer)) return opener
    opener = opener.prior
  }
  return undefined
}

/** Two runs of a line around a text that ends with a blank; for others CommonMark's rule of three: `*foo**bar*`. */
function isPair(opener: Delimiter, closer: Delimiter): boolean {
  if (closer.isLoose) return opener.length === 2 && opener.count === 2 && opener.line === closer.line
  if (closer.sign === '~') return true
  return (
    !(closer.isBoth || opener.isBoth) || closer.length % 3 === 0 || (opener.length + closer.length) % 3 !== 0
  )
}

/** Shows half-open runs as if they were closed at the text's end, as far as a reader would expect it. */
export function repairEmphasis(openers: readonly Delimiter[]): void {
  for (const opener of openers.slice(0, MAX_REPAIRED)) {
    while (opener.count > 0) {
      const isDouble = opener.count >= 2
      opener.opens.push(tagOf(opener, isDouble))
      opener.count -= isDouble ? 2 : 1
    }
  }
}
