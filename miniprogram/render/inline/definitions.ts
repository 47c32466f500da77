import type { Leaf } from '../block/blocks'
import { mayBeAddress, readDestination, readLabel, skipSpace, titleEnd } from './link-parts'

/** The form in which labels are compared: one space for each run of white space, and no case. */
export function normalizeLabel(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase()
}

/** The link definitions of an answer, and the leaves that wait for one which has not come yet. */
export class Definitions {
  private readonly known = new Map<string, string>()
  private readonly waiting = new Map<string, Set<Leaf>>()

  /** @param arrived is called for each leaf that is to be looked at again */
  constructor(private readonly arrived: (leaf: Leaf) => void) {}

  /** Where a label leads; if that is not known, `leaf` is told when it comes. */
  find(label: string, leaf: Leaf): string | undefined {
    const name = normalizeLabel(label)
    if (!name) return undefined
    const found = this.known.get(name)
    if (found === undefined) {
      const leaves = this.waiting.get(name)
      if (leaves) leaves.add(leaf)
      else this.waiting.set(name, new Set([leaf]))
    }
    return found
  }

  /** Notes a definition. Of two with one label the first counts. */
  define(label: string, url: string): void {
    const name = normalizeLabel(label)
    if (this.known.has(name)) return
    this.known.set(name, url)
    const leaves = this.waiting.get(name)
    this.waiting.delete(name)
    leaves?.forEach(this.arrived)
  }
}

/** Reads one link definition, `[label]: url "title"`; `end` is the place behind its line. `[^1]: …` is a footnote, and stays a text. */
export function parseDefinition(
  text: string,
  start: number,
): { label: string; url: string; end: number } | undefined {
  const label = readLabel(text, start)
  if (!label?.text.trim() || label.text.startsWith('^') || text.charAt(label.end) !== ':') return undefined
  const place = skipSpace(text, label.end + 1)
  const destination = readDestination(text, place)
  if (!destination || !mayBeAddress(`${text.slice(place, destination.end)} `)) return undefined
  const titleStart = skipSpace(text, destination.end)
  const titled = titleStart > destination.end ? titleEnd(text, titleStart) : undefined
  const end = (titled && lineEnd(text, titled)) ?? lineEnd(text, destination.end)
  return end === undefined ? undefined : { label: label.text, url: destination.text, end }
}

/** The place behind the line end, if nothing but spaces stands before it. */
function lineEnd(text: string, start: number): number | undefined {
  let position = start
  while (text.charAt(position) === ' ' || text.charAt(position) === '\t') position++
  if (position === text.length) return position
  return text.charAt(position) === '\n' ? position + 1 : undefined
}

/** Whether a paragraph that begins so may yet turn out to be a definition. */
export function mayBeDefinition(text: string): boolean {
  const found = /^\[(?!\^)(?:[^\\[\]]|\\[\s\S]?){0,999}(?:$|\](?:$|:([\s\S]*)))/.exec(text.slice(0, 1002))
  return found !== null && mayBeAddress((found[1] ?? '').trimStart())
}
