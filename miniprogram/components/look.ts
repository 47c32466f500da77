import type { Appearance } from '../look/appearance'
import type { Cancel } from '../platform/ports'
import { onSystemTheme, paintAround, systemTheme } from '../platform/wx-look'

/** A page whose root view has `class="… {{look}}"`. */
interface LookedAt {
  setData(patch: { look: string }): void
}

/** What pages that are open listen to. */
const worn = new WeakMap<object, Cancel>()

/** A page that was opened looks as the student chose, from now on. `around`: the host's parts too; not where the page has its own. */
export function putOnLook(page: LookedAt, appearance: Appearance, around = true): void {
  takeOffLook(page)
  const show = () => page.setData({ look: appearance.classes })
  const paint = () => {
    if (around) paintLook(appearance)
  }
  show()
  paint()
  const ends = [
    appearance.subscribe(() => {
      show()
      paint()
    }),
    onSystemTheme(paint),
  ]
  worn.set(page, () => {
    for (const end of ends) end()
  })
}

/** A page is shown again: what the host draws around it belongs to it. */
export function paintLook({ look: { theme } }: Appearance): void {
  paintAround(theme === 'system' ? systemTheme() : theme)
}

/** A page is gone. */
export function takeOffLook(page: object): void {
  worn.get(page)?.()
  worn.delete(page)
}
