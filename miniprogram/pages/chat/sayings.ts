import { windowSize } from '../../platform/wx-window'
import type { PageParts } from './page-parts'

/**
 * Says something in passing, away from what was touched last: there is what it speaks of. Never below the middle, where the
 * composer's buttons are on a small phone.
 */
export class Sayings {
  /** Where the screen was touched last, in pixels from its top. */
  private touchedAt: number | undefined

  constructor(private readonly parts: PageParts) {}

  touched({ touches: [touch] }: WechatMiniprogram.TouchEvent): void {
    if (touch !== undefined) this.touchedAt = touch.clientY
  }

  say(message: string): void {
    const { height } = windowSize()
    const placement = (this.touchedAt ?? height) < height / 3 ? 'middle' : 'top'
    this.parts.say(message, placement)
  }
}
