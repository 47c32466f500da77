/** Names of elements between which models write their thoughts, `<name>…</name>`, and who writes them. */
const ELEMENTS = [
  // DeepSeek R1, Qwen3, QwQ, GLM, Kimi K2, MiniMax M1 and M2, Hunyuan, ERNIE, Granite, Nemotron …
  'think',
  'thinking',
  // Gemini's OpenAI endpoint, Marco-o1
  'thought',
  'reason',
  'reasoning',
  // Seed-OSS
  'seed:think',
  // LongCat
  'longcat_think',
  // MiniMax M3
  'mm:think',
]

/** The others, as pairs. */
const PAIRS = [
  // OpenThinker, Sky-T1
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  // Command A
  ['<|start_thinking|>', '<|end_thinking|>'],
  // Apertus
  ['<|inner_prefix|>', '<|inner_suffix|>'],
  // Gemma 4
  ['<|channel>thought', '<channel|>'],
  // gpt-oss
  ['<|channel|>analysis<|message|>', '<|start|>assistant<|channel|>final<|message|>'],
  // Kimi-VL, Kimi-Dev
  ['◁think▷', '◁/think▷'],
  // Magistral
  ['[THINK]', '[/THINK]'],
] as const

/**
 * Tags that open thoughts; letters in angle brackets are taken in any case. They are of vLLM's and SGLang's reasoning parsers, of
 * llama.cpp's as LocalAI lists them (pkg/reasoning), and of Open WebUI's list (`DEFAULT_REASONING_TAGS`).
 */
export const OPENING: readonly string[] = [
  ...ELEMENTS.map((name) => `<${name}>`),
  ...PAIRS.map(([opening]) => opening),
]
/** Tags that close them. */
export const CLOSING: readonly string[] = [
  ...ELEMENTS.map((name) => `</${name}>`),
  ...PAIRS.map(([, closing]) => closing),
]
/** A character with which a tag begins. */
const SIGN = /[<\u25c1[]/
const LONGEST = Math.max(...[...OPENING, ...CLOSING].map((tag) => tag.length))
const ANY_OPENING = anyOf(OPENING)

/** What ends thoughts. */
export interface Closing {
  /** The tags that do. */
  tags: readonly string[]
  /** Finds the first of them in a text. */
  find: (text: string) => FoundTag | undefined
}

/** Where a tag stands in a text. */
export interface FoundTag {
  index: number
  /** Where the text behind it begins. */
  end: number
}

/** Any tag that closes thoughts. */
export const ANY_CLOSING: Closing = closing(CLOSING)

/** Models take one for the other. */
const SAME = ['</think>', '</thinking>']
const PARTNERS = new Map(CLOSING.map((tag, at) => [OPENING[at], closing(SAME.includes(tag) ? SAME : [tag])]))

/** What closes the thoughts that this tag opened. */
export function closingOf(opening: string): Closing {
  return PARTNERS.get(opening) ?? ANY_CLOSING
}

/** The tag with which a text opens thoughts; `undefined` where none does. */
export function openingOf(text: string): string | undefined {
  const start = folded(text.slice(0, LONGEST))
  return OPENING.find((tag) => start.startsWith(tag))
}

/** Whether a text may come to begin with a tag that opens thoughts, and does not yet. */
export function mayOpen(text: string): boolean {
  return mayBecome(text, OPENING)
}

/** Where a beginning of one of these tags stands at the end of a text; its length where none does. */
export function beginningAtEnd(text: string, tags: readonly string[]): number {
  for (let at = Math.max(0, text.length - LONGEST); at < text.length; at += 1)
    if (SIGN.test(text.charAt(at)) && mayBecome(text.slice(at), tags)) return at
  return text.length
}

/** Whether a text has a tag that closes thoughts, and none before it that opens them. */
export function closesUnopened(text: string): boolean {
  const found = ANY_CLOSING.find(text)
  return found !== undefined && !ANY_OPENING.test(text.slice(0, found.index))
}

function closing(tags: readonly string[]): Closing {
  const pattern = anyOf(tags)
  return {
    tags,
    find: (text) => {
      const found = pattern.exec(text)
      return found === null ? undefined : { index: found.index, end: found.index + found[0].length }
    },
  }
}

function anyOf(tags: readonly string[]): RegExp {
  return new RegExp(tags.map(patternOf).join('|'))
}

function patternOf(tag: string): string {
  const pattern = tag.replace(/[|[\]]/g, '\\$&')
  return tag.startsWith('[')
    ? pattern
    : pattern.replace(/[a-z]/g, (small) => `[${small}${small.toUpperCase()}]`)
}

function mayBecome(text: string, tags: readonly string[]): boolean {
  const start = folded(text.slice(0, LONGEST))
  return tags.some((tag) => tag.length > start.length && tag.startsWith(start))
}

/** As the tags are written here: `[Think]`, though, is a heading that anybody may write. */
function folded(text: string): string {
  return text.startsWith('[') ? text : text.toLowerCase()
}
