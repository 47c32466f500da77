import type { Appearance } from '../look/appearance'
import type { Cancel } from '../platform/ports'
import { onSystemTheme, paintAround, systemTheme } from '../platform/wx-look'

/** A page whose root view has `class="… {{look}}"`. */
interface LookedAt {
  setData(patch: { look: string }): void
}

/** Pages that are open, the one in front last, and what ends what each listens to. */
const open: { page: object; ends: readonly Cancel[] }[] = []

/**
 * A page that was opened looks as the student chose, from now on. `around`: the host's parts too, as long as it is in front, since
 * they belong to the page that is seen; not where the page has its own.
 */
export function putOnLook(page: LookedAt, appearance: Appearance, around = true): void {
  takeOffLook(page)
  const show = () => page.setData({ look: appearance.classes })
  const paint = () => {
    if (around && open[open.length - 1]?.page === page) paintLook(appearance)
  }
  const ends = [
    appearance.subscribe(() => {
      show()
      paint()
    }),
    onSystemTheme(paint),
  ]
  open.push({ page, ends })
  show()
  paint()
}

/** A page is shown again: what the host draws around it belongs to it. */
export function paintLook({ look: { theme } }: Appearance): void {
  paintAround(theme === 'system' ? systemTheme() : theme)
}

/** A page is gone. */
export function takeOffLook(page: object): void {
  const place = open.findIndex((each) => each.page === page)
  if (place < 0) return
  for (const { ends } of open.splice(place, 1)) for (const end of ends) end()
}
