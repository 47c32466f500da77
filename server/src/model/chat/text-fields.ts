/** What a vendor's field says, as far as it can be understood; a field never costs another one its meaning. */
export type Fields = Readonly<Record<string, unknown>>

/** The fields of a JSON object; none for anything else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

/** Whether a value has fields to look at: an object, and no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text, and what of it is a thought: vendors mix both in one list of parts. */
export interface PartedText {
  text: string
  thought: string
}

/** Deeper lists than these are nobody's. */
const DEEPEST = 6

/**
 * A text that may be a string, a part (`{type, text}`) or a list of these, without NUL, which PostgreSQL keeps in no text. What
 * is none of them is empty.
 */
export function partedText(value: unknown, depth = 0): PartedText {
  if (typeof value === 'string') return { text: withoutNul(value), thought: '' }
  if (depth > DEEPEST) return { text: '', thought: '' }
  if (Array.isArray(value)) {
    const parts = value.map((part) => partedText(part, depth + 1))
    return {
      text: parts.map(({ text }) => text).join(''),
      thought: parts.map(({ thought }) => thought).join(''),
    }
  }
  if (!isFields(value)) return { text: '', thought: '' }
  const inner = ['text', 'content', 'value', 'refusal'].map((name) => plainText(value[name], depth + 1))
  const text = inner.find((found) => found !== '') ?? ''
  const thought = plainText(value.thinking, depth + 1) || plainText(value.reasoning, depth + 1)
  const isThought = value.type === 'thinking' || value.type === 'reasoning'
  return isThought ? { text: '', thought: thought || text } : { text, thought }
}

/** All that a field says, thoughts included. */
export function plainText(value: unknown, depth = 0): string {
  const { text, thought } = partedText(value, depth)
  return thought + text
}

/** A short name such as a code or a reason: a string or number, without control characters, of at most 64 characters. */
export function nameOf(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return ''
  return [...value]
    .filter((character) => !isControl(character))
    .join('')
    .trim()
    .slice(0, 64)
}

function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text
}

function isControl(character: string): boolean {
  return character < ' ' || character === '\u007f'
}
