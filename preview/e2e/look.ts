import type { Page } from 'playwright-core'
import { picture } from './phone'
import { inaccessible, misplaced, paleWords } from './view-checks'

/** Milliseconds: longer than any fade, drawer or sheet takes. */
export const STILL = 700

/** Widths at which the design has pictures in the dark. */
const DRAWN_DARK = [320, 390, 1024]

/** Does something in these themes, one after the other, and leaves the page in the light. */
async function inThemes(
  page: Page,
  themes: readonly ('light' | 'dark')[],
  work: (theme: 'light' | 'dark') => Promise<void>,
): Promise<void> {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme })
    await work(colorScheme)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** The largest letters that a student can choose, from the next start of the program on. */
export async function largestLetters(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (location.protocol === 'about:') return
    localStorage.setItem('wx:appearance', JSON.stringify({ value: { theme: 'system', size: 3 } }))
  })
}

/** Keeps pictures of what is on the screen now, in both themes. */
export function pictures(page: Page, name: string): Promise<void> {
  return inThemes(page, ['light', 'dark'], (theme) => picture(page, `${name}-${theme}`))
}

/**
 * What is wrong with the view that is on the screen, of which pictures are kept. The dark changes colours, and no place: it is
 * looked at at the widths that the design draws in it, and for its colours only.
 */
export async function faults(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  const isDrawnDark = DRAWN_DARK.includes(page.viewportSize()?.width ?? 0)
  await inThemes(page, isDrawnDark ? ['light', 'dark'] : ['light'], async (theme) => {
    await page.waitForTimeout(STILL)
    await picture(page, `${name}-${theme}`)
    const wrong =
      theme === 'light' ? [...(await misplaced(page)), ...(await inaccessible(page))] : await paleWords(page)
    found.push(...wrong.map((fault) => `${name}-${theme}: ${fault}`))
  })
  return found
}
