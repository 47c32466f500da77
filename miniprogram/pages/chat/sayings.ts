import { windowSize } from '../../platform/wx-window'
import type { PageParts } from './page-parts'

/** Milliseconds for which words stand. */
const SAID_FOR = 2000

/** Says something in passing, in the half of the screen that was not touched last: there is what it speaks of. */
export class Sayings {
  /** Where the screen was touched last, in pixels from its top. */
  private touchedAt: number | undefined

  constructor(private readonly parts: PageParts) {}

  touched({ touches: [touch] }: WechatMiniprogram.TouchEvent): void {
    if (touch !== undefined) this.touchedAt = touch.clientY
  }

  say(message: string): void {
    const { height } = windowSize()
    const placement = (this.touchedAt ?? height) < height / 2 ? 'bottom' : 'top'
    this.parts.toast?.show({ message, placement, duration: SAID_FOR })
  }
}
