import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

/** The least side of what a finger taps, in pixels. */
const TOUCH = 44

/**
 * What is wrong with the places of a view's parts: what is outside of the screen or cut by what holds it, controls that lie over
 * each other or under WeChat's own buttons, controls smaller than a finger, and dialogs at the screen's edge. What can be scrolled into sight is in its place.
 */
export function misplaced(page: Page): Promise<string[]> {
  return page.evaluate(findMisplaced, TOUCH)
}

/** What axe-core finds serious or critical. */
export async function inaccessible(page: Page): Promise<string[]> {
  return violations(page, {})
}

/** Words that do not stand out from what is behind them, by axe-core. */
export async function paleWords(page: Page): Promise<string[]> {
  return violations(page, { runOnly: ['color-contrast', 'link-in-text-block'] })
}

/** Whether the page has loaded the fonts that formulas are set in. */
export function hasFormulaFonts(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    await document.fonts.ready
    return [...document.fonts].some(
      ({ status, family }) => status === 'loaded' && family.includes('KaTeX_Main'),
    )
  })
}

async function violations(page: Page, rules: { runOnly?: string[] }): Promise<string[]> {
  // Half a megabyte of source: once a page.
  const isThere = await page.evaluate(() => 'axe' in window)
  if (!isThere) await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(runAxe, rules)
}

declare global {
  interface Window {
    axe: {
      run(options: object): Promise<{
        violations: {
          id: string
          impact: string | null
          nodes: { html: string; failureSummary?: string }[]
        }[]
      }>
    }
  }
}

/** Runs in the page. */
async function runAxe(rules: object): Promise<string[]> {
  const { violations } = await window.axe.run({ resultTypes: ['violations'], ...rules })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${impact} ${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`,
      ),
    )
}

/** Runs in the page; no function in it has a name, since a transpiler would call a helper to keep it. */
function findMisplaced(touch: number): string[] {
  const found: string[] = []
  const shown = [
    ...document.querySelectorAll<HTMLElement>(
      '#wx-app .top wx-view, #wx-app .top wx-text, #wx-app .top wx-button, .wx-mask button, .wx-mask p, .wx-mask h4',
    ),
  ].filter(
    (node) =>
      node.getClientRects().length > 0 &&
      getComputedStyle(node).visibility === 'visible' &&
      // What stands beside a row is drawn into sight.
      node.closest(
        '[aria-hidden="true"], [class$="--heard"], [class*="announcement"], [class*="swipe-acts"]',
      ) === null,
  )
  // What asks stands apart from the screen's edges, as a sheet that comes from one does not.
  for (const dialog of document.querySelectorAll('.t-dialog')) {
    const { left, right, width } = dialog.getBoundingClientRect()
    if (width > 0 && (left < 16 || right > window.innerWidth - 16))
      found.push(`a dialog at the screen's edge: ${left} to ${right}`)
  }
  const controls: { node: HTMLElement; box: DOMRect }[] = []
  for (const node of shown) {
    const box = node.getBoundingClientRect()
    const words = `${node.className} "${(node.getAttribute('aria-label') ?? node.textContent ?? '').trim().slice(0, 20)}"`
    // Where it can be seen: the screen, cut down by all that clips it. What scrolls shows the rest of it in time.
    let scrolls = { across: false, down: false }
    let isFolded = false
    for (let around = node.parentElement; around !== null; around = around.parentElement) {
      const style = getComputedStyle(around)
      const across = /auto|scroll/.test(style.overflowX)
      const down = /auto|scroll/.test(style.overflowY)
      scrolls = { across: scrolls.across || across, down: scrolls.down || down }
      const edge = around.getBoundingClientRect()
      if (style.overflowX === 'hidden' && !scrolls.across && box.right > edge.right + 1) isFolded = true
      if (style.overflowY === 'hidden' && !scrolls.down && box.bottom > edge.bottom + 1) isFolded = true
    }
    const isOutside =
      (!scrolls.across && (box.left < -1 || box.right > window.innerWidth + 1)) ||
      (!scrolls.down && (box.top < -1 || box.bottom > window.innerHeight + 1))
    const hasWords = [...node.childNodes].some(
      (child) => child.nodeType === Node.TEXT_NODE && (child.nodeValue ?? '').trim() !== '',
    )
    const acts = node.tagName === 'BUTTON' || /^(button|link|checkbox)$/.test(node.getAttribute('role') ?? '')
    if (!hasWords && !acts) continue
    if (isOutside) found.push(`outside of the screen: ${words} ${JSON.stringify(box)}`)
    if (isFolded) found.push(`cut: ${words} ${JSON.stringify(box)}`)
    if (!acts) continue
    if (box.width < touch - 0.5 || box.height < touch - 0.5)
      found.push(`smaller than a finger: ${words} ${Math.round(box.width)} × ${Math.round(box.height)}`)
    controls.push({ node, box })
  }
  // WeChat's own buttons lie over everything, a sheet too, and take the taps.
  const capsule = document.querySelector('.wx-capsule')?.getBoundingClientRect()
  for (const { node, box } of controls) {
    if (capsule === undefined || node.matches('.t-overlay')) continue // of a shade there is more around them
    const [left, right] = [Math.max(box.left, capsule.left), Math.min(box.right, capsule.right)]
    const [top, bottom] = [Math.max(box.top, capsule.top), Math.min(box.bottom, capsule.bottom)]
    if (right - left <= 1 || bottom - top <= 1) continue
    const behind = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    if (node.contains(behind)) found.push(`under WeChat's own buttons: ${node.className}`)
  }
  // What fades a list out above its dock pales no control that stands between them.
  for (const dock of document.querySelectorAll<HTMLElement>(
    '#wx-app .top [class*="dock"], #wx-app .top [class*="undo"]',
  )) {
    const { top } = dock.getBoundingClientRect()
    const faded = top - Number.parseFloat(getComputedStyle(dock, '::before').height)
    for (const { node, box } of controls) {
      if (!(box.bottom > faded + 1 && box.top < top) || dock.contains(node)) continue
      if (node.closest('wx-scroll-view') !== null || node.closest('.t-popup') !== dock.closest('.t-popup'))
        continue
      let lifted = false
      for (let around: HTMLElement | null = node; around !== null; around = around.parentElement)
        if (Number.parseInt(getComputedStyle(around).zIndex, 10) > 0 && !around.contains(dock)) lifted = true
      if (!lifted) found.push(`paled by a fade: ${node.className}`)
    }
  }
  // Of two controls one may only lie over the other where its middle is still its own.
  for (const { node, box } of controls) {
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
    const [inX, inY] = [x > 0 && x < window.innerWidth, y > 0 && y < window.innerHeight]
    const top = inX && inY ? document.elementFromPoint(x, y) : null
    const holder = top?.closest('button, [role="button"], [role="link"], [role="checkbox"]')
    if (
      holder !== null &&
      holder !== undefined &&
      holder !== node &&
      !node.contains(holder) &&
      !holder.contains(node)
    ) {
      const layer = '.t-popup, .t-overlay, .wx-mask'
      if (holder.closest(layer) !== node.closest(layer)) continue // it waits below a drawer, a dialog or their shade
      const list = node.closest('wx-scroll-view')
      if (list !== null && !list.contains(holder)) continue // it is scrolled away under what stands still
      found.push(`under another control: ${node.className}, under ${holder.className}`)
    }
  }
  return found
}
