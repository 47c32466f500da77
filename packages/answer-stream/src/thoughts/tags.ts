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

/** What some put around their answer, behind their thoughts: Hunyuan A13B, ERNIE X1, OpenThinker, Command A. */
const WRAPPERS = new Map([
  ['<answer>', '</answer>'],
  ['<response>', '</response>'],
  ['<|begin_of_solution|>', '<|end_of_solution|>'],
  ['<|start_response|>', '<|end_response|>'],
])

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
/** Tags around an answer. */
export const WRAPPING: readonly string[] = [...WRAPPERS.keys()]
/** Tags that end these. */
export const UNWRAPPING: readonly string[] = [...WRAPPERS.values()]

/** The tag that ends what this one begins; '' of a tag that wraps nothing. */
export function endOfWrapper(tag: string): string {
  return WRAPPERS.get(tag) ?? ''
}

/** Whether a text has a character with which a tag begins (`<`, `◁`, `[`): most have none, and need no further look. */
export const MAY_HAVE_TAG = /[<\u25c1[]/

/** A tag that stands in a text. */
export interface FoundTag {
  /** As it is listed here. */
  tag: string
  index: number
  /** Where the text behind it begins. */
  end: number
}

/** Finds the first of these tags in a text. */
export function finder(tags: readonly string[]): (text: string) => FoundTag | undefined {
  const pattern = new RegExp(tags.map(patternOf).join('|'))
  return (text) => {
    const found = pattern.exec(text)
    if (found === null) return undefined
    return { tag: folded(found[0]), index: found.index, end: found.index + found[0].length }
  }
}

/** As the tags are written here: `[Think]`, though, is a heading that anybody may write. */
function folded(text: string): string {
  return text.startsWith('[') ? text : text.toLowerCase()
}

function patternOf(tag: string): string {
  const pattern = tag.replace(/[|[\]]/g, '\\$&')
  return tag.startsWith('[')
    ? pattern
    : pattern.replace(/[a-z]/g, (small) => `[${small}${small.toUpperCase()}]`)
}

/** The one of these tags with which a text begins; `undefined` where none does. */
export function tagAtStart(text: string, tags: readonly string[]): string | undefined {
  const start = folded(text.slice(0, LONGEST))
  return tags.find((tag) => start.startsWith(tag))
}

/** Whether a text may become one of these tags, and is none yet. */
export function mayBecome(text: string, tags: readonly string[]): boolean {
  const start = folded(text.slice(0, LONGEST))
  return tags.some((tag) => tag.length > start.length && tag.startsWith(start))
}

/** Where a beginning of one of these tags stands at the end of a text; its length where none does. */
export function beginningAtEnd(text: string, tags: readonly string[]): number {
  for (let at = Math.max(0, text.length - LONGEST); at < text.length; at += 1)
    if (MAY_HAVE_TAG.test(text.charAt(at)) && mayBecome(text.slice(at), tags)) return at
  return text.length
}

const LONGEST = Math.max(...[...OPENING, ...CLOSING, ...UNWRAPPING].map((tag) => tag.length))
