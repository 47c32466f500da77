import type { Cancel, KeyValueStore } from '../platform/ports'

/** The colours to choose from, in the order of the choice. */
export const THEMES = ['system', 'light', 'dark'] as const
/** `system`: as the phone is set. */
export type Theme = (typeof THEMES)[number]

/** Steps of the text's size: small, standard, large, largest. */
export const TEXT_SIZES = [0, 1, 2, 3] as const
type TextSize = (typeof TEXT_SIZES)[number]

/** How the student wants the program to look. */
export interface Look {
  readonly theme: Theme
  readonly size: TextSize
}

const KEY = 'appearance'
const STANDARD: Look = { theme: 'system', size: 1 }

/** How every page looks; kept on the phone. */
export class Appearance {
  private chosen: Look | undefined
  private readonly listeners = new Set<() => void>()

  constructor(private readonly store: KeyValueStore) {
    this.chosen = lookOf(store.get(KEY))
  }

  get look(): Look {
    return this.chosen ?? STANDARD
  }

  /** Whether the student has chosen something on this phone. */
  get isChosen(): boolean {
    return this.chosen !== undefined
  }

  /** Classes of a page's root view (`styles/tokens.wxss`). */
  get classes(): string {
    const { theme, size } = this.look
    return `look${theme === 'system' ? '' : ` look-${theme}`} text-${size}`
  }

  choose(look: Partial<Look>): void {
    this.chosen = { ...this.look, ...look }
    this.store.set(KEY, this.chosen)
    for (const listener of [...this.listeners]) listener()
  }

  subscribe(listener: () => void): Cancel {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}

/** A look as it was kept, here or at the server; nothing for anything else. */
export function lookOf(value: unknown): Look | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { theme, size }: { theme?: unknown; size?: unknown } = value
  const knownTheme = THEMES.find((each) => each === theme)
  const knownSize = TEXT_SIZES.find((each) => each === size)
  return knownTheme === undefined || knownSize === undefined
    ? undefined
    : { theme: knownTheme, size: knownSize }
}
