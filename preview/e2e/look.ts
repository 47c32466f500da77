import type { Page } from 'playwright-core'
import { picture } from './phone'
import { inaccessible, misplaced, paleWords } from './view-checks'

/** Milliseconds: longer than any fade, drawer or sheet takes. */
export const STILL = 700

/** Does something in the light and in the dark, in this order, and leaves the page in the light. */
async function inBothThemes(page: Page, work: (theme: 'light' | 'dark') => Promise<void>): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await work(colorScheme)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Keeps pictures of what is on the screen now, in both themes. */
export function pictures(page: Page, name: string): Promise<void> {
  return inBothThemes(page, (theme) => picture(page, `${name}-${theme}`))
}

/**
 * What is wrong with the view that is on the screen, of which pictures are kept in both themes. The dark changes colours,
 * and no place: there only they are looked at.
 */
export async function faults(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  await inBothThemes(page, async (theme) => {
    await page.waitForTimeout(STILL)
    await picture(page, `${name}-${theme}`)
    const wrong =
      theme === 'light' ? [...(await misplaced(page)), ...(await inaccessible(page))] : await paleWords(page)
    found.push(...wrong.map((fault) => `${name}-${theme}: ${fault}`))
  })
  return found
}
