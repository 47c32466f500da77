/** What a formula says, whichever way it is told: its looks (fonts, colours, sizes, spaces) are gone. */
export type Part =
  /** One character, or the name of a function; `text` in words of a language. */
  | { readonly kind: 'sign' | 'text' | 'unknown'; readonly text: string }
  | { readonly kind: 'blank' }
  | { readonly kind: 'group'; readonly parts: readonly Part[] }
  | {
      readonly kind: 'fraction' | 'binomial'
      readonly above: readonly Part[]
      readonly below: readonly Part[]
    }
  | { readonly kind: 'root'; readonly degree: readonly Part[]; readonly parts: readonly Part[] }
  | Scripts
  /** Something stands straight above or below it. */
  | {
      readonly kind: 'stacked'
      readonly base: Part
      readonly above: readonly Part[]
      readonly below: readonly Part[]
    }
  | { readonly kind: 'marked'; readonly mark: string; readonly parts: readonly Part[] }
  | {
      readonly kind: 'fenced'
      readonly open: string
      readonly parts: readonly Part[]
      readonly close: string
    }
  /** An environment's rows of cells. */
  | { readonly kind: 'rows'; readonly name: string; readonly rows: readonly (readonly (readonly Part[])[])[] }

/** Index and power; the base is missing where they stand before what they belong to. */
export interface Scripts {
  readonly kind: 'scripts'
  readonly base: Part | undefined
  readonly below: readonly Part[]
  readonly above: readonly Part[]
}

/** The line on which a student is to write. */
export const gap = '＿'

/** Whether there is nothing but what separates. */
export function isBlank(parts: readonly Part[]): boolean {
  return parts.every((part) => part.kind === 'blank' || (part.kind === 'group' && isBlank(part.parts)))
}

/** The sign that it is; empty where it is none. */
export function signText(part: Part | undefined): string {
  return part?.kind === 'sign' ? part.text : ''
}

/** What of it is seen. */
export function seen(parts: readonly Part[]): readonly Part[] {
  return parts.filter(({ kind }) => kind !== 'blank')
}

/** What is written in it as one text, with `?` for what no text is. */
export function signs(parts: readonly Part[]): string {
  return parts
    .map((part) =>
      part.kind === 'sign' || part.kind === 'text'
        ? part.text
        : part.kind === 'group'
          ? signs(part.parts)
          : part.kind === 'blank'
            ? ''
            : '?',
    )
    .join('')
}
