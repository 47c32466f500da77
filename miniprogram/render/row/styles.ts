import type { Tag } from '../inline/pieces'
import { STYLE } from './row'

type Style = Tag | 'sub' | 'sup' | 'underline'

/** The tags of HTML that models write for a style. */
const STYLE_OF_TAG: Record<string, Style> = {
  b: 'strong',
  strong: 'strong',
  i: 'em',
  em: 'em',
  s: 'del',
  del: 'del',
  strike: 'del',
  sub: 'sub',
  sup: 'sup',
  u: 'underline',
}

/** Their places among the counts. */
const PLACES: readonly Style[] = ['strong', 'em', 'del', 'sub', 'sup', 'underline']

/** The style that a place in a text has, as a count for each part of it, since tags can be nested in themselves. */
export class Styles {
  /** The address of the link that the place is in. */
  url = ''
  /** Something was shown before the place. */
  begun = false
  private open: number[] | undefined

  /** The same place, from which another text can go on. */
  copy(): Styles {
    const copy = new Styles()
    copy.url = this.url
    copy.begun = this.begun
    copy.open = this.open?.slice()
    return copy
  }

  apply(closes: readonly Style[], opens: readonly Style[]): void {
    closes.forEach((style) => {
      this.count(style, -1)
    })
    opens.forEach((style) => {
      this.count(style, 1)
    })
  }

  /** Opens or closes what a tag of HTML stands for. One that is never closed ends with the text. */
  applyTag(tag: string): void {
    const style = STYLE_OF_TAG[tag.replace(/^<\/?|[\s/>][\s\S]*/g, '').toLowerCase()]
    if (style) this.count(style, tag.startsWith('</') ? -1 : 1)
  }

  private count(style: Style, change: number): void {
    this.open ??= PLACES.map(() => 0)
    const place = PLACES.indexOf(style)
    this.open[place] = Math.max(0, (this.open[place] ?? 0) + change)
  }

  get style(): number {
    if (!this.open) return 0
    // Not as a list's beginning, of which WeChat's compiler makes an iterator: this is done for each batch.
    const { 0: strong, 1: em, 2: del, 3: sub, 4: sup, 5: underline } = this.open
    // Of these three a text has one: they are coded as the colours of code are.
    const place = sup ? STYLE.sup : sub ? STYLE.sub : underline ? STYLE.underline : 0
    return place + (strong ? STYLE.strong : 0) + (em ? STYLE.em : 0) + (del ? STYLE.del : 0)
  }
}
