/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import katex from 'katex'
import 'katex/contrib/mhchem'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type RichTextNode, toHtml } from '../miniprogram/render/math/rich-text'
import { schoolCommands } from '../miniprogram/render/math/school-commands'
import { schoolSpelling } from '../miniprogram/render/math/school-spelling'
import { createTypesetter } from '../miniprogram/render/math/typesetter'
import { corpus } from '../test/math/corpus'
import { loadFormulaModule } from '../test/math/expand-wxs'
import { compareInk, type InkPair, type InkVerdict } from './math-ink'

/**
 * Draws every formula of the corpus twice in Chromium, by KaTeX itself and by our nodes, styles and cut fonts, and
 * compares the ink. Prints each formula whose ink strays by more than a pixel and a closing `N passed, N failed`; keeps
 * light and dark screenshots in artifacts/math. `npx tsx scripts/compare-math.ts`; CHROMIUM names another browser.
 */
const root = path.resolve(__dirname, '..')
const target = path.join(root, 'artifacts', 'math')
/** KaTeX's own spellings of what we map to fonts that are carried: alike by intention only. */
const officialCommands: Readonly<Record<string, string>> = schoolCommands

interface Row {
  readonly tex: string
  readonly official: string
  readonly ours: string
}

const typesetter = createTypesetter()
const view = loadFormulaModule()

function rows(display: boolean): Row[] {
  const elsewhere = display ? 'inline' : 'displayed'
  return corpus.flatMap(({ tex, only }) => {
    if (only === elsewhere) return []
    const content = typesetter.typeset(tex, display)
    if (content === undefined) return []
    const macros = { ...officialCommands }
    const official = katex.renderToString(schoolSpelling(tex, display), {
      displayMode: display,
      output: 'html',
      strict: 'ignore',
      macros,
    })
    // Chinese is meant to be smaller in ours: KaTeX's gets the same size, in a span inside of its own.
    const resized = official.replace(
      / cjk_fallback([^>]*>)([^<]*)</g,
      '$1<span class="cjk_fallback">$2</span><',
    )
    return [{ tex, official: resized, ours: shown(view.expand(content)) }]
  })
}

/** What the platform's rich-text makes of it. */
function shown(nodes: readonly RichTextNode[] | string): string {
  return typeof nodes === 'string' ? nodes : toHtml(nodes)
}

function pageHtml(pairs: readonly Row[], display: boolean): string {
  const officialStyle = pathToFileURL(path.join(root, 'node_modules', 'katex', 'dist', 'katex.min.css')).href
  // The fonts of our style sheet get names of their own: KaTeX's whole ones would fill what is missing in ours.
  const ownStyle = ['render/math/fonts/fonts.wxss', 'components/formula/formula.wxss']
    .map((file) => readFileSync(path.join(root, 'miniprogram', file), 'utf8').replace(/KaTeX_/g, 'Cut_'))
    .join('\n')
  const cells = pairs.map(
    ({ official, ours }) =>
      `<div class="pair"><div class="cell">${official}</div><div class="cell">${ours}</div></div>`,
  )
  return `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="${officialStyle}"><style>${ownStyle}
    :root { color-scheme: light dark } body { margin: 0; font: 17px/1.6 sans-serif }
    .pair { display: flex; border-bottom: 1px solid transparent }
    .cell { width: 560px; padding: 12px 20px; box-sizing: border-box; overflow: hidden }
    .katex-display, .katex-display > .katex { margin: 0 } .kd { padding: 0 } .cell .katex-base { margin: 0 }
    .cell { --row: 2000px } .katex-fit, .katex-slide, .katex-group { max-width: none }
    .cjk_fallback { font-family: -apple-system, "PingFang SC", "Noto Sans CJK SC", sans-serif; font-size: .83em }
    .katex .mathit, .katex .textit { font-family: KaTeX_Math, KaTeX_Main; font-style: italic }
    ${display ? '' : '.cell { white-space: nowrap }'}</style>${cells.join('')}`
}

async function measure(
  page: Page,
  pairs: readonly Row[],
  name: string,
  display: boolean,
): Promise<InkVerdict[]> {
  const file = path.join(target, `${name}.html`)
  writeFileSync(file, pageHtml(pairs, display))
  await page.goto(pathToFileURL(file).href)
  await page.evaluate(async () => {
    await document.fonts.ready
    await Promise.all([...document.images].map((image) => image.decode()))
  })
  const picture = await page.screenshot({ fullPage: true, path: path.join(target, `${name}.png`) })
  const misjudged = await page.evaluate(widthsMisjudged)
  for (const fault of misjudged) console.error(`${name}: ${fault}`)
  widthFaults += misjudged.length
  const places = await page.evaluate(() =>
    [...document.querySelectorAll('.pair')].map((pair) => {
      const [left, right] = [...pair.children].map((cell) => cell.getBoundingClientRect())
      const box = (cell: DOMRect | undefined) => ({ x: cell?.x ?? 0, y: cell?.y ?? 0 })
      return { left: box(left), right: box(right), width: left?.width ?? 0, height: left?.height ?? 0 }
    }),
  )
  const pairsOfInk: InkPair[] = places
  return page.evaluate(compareInk, {
    picture: picture.toString('base64'),
    pairs: pairsOfInk,
    scale: 2,
    reach: 1,
  })
}

/** Formulas that are wider than the layout told, or narrower by more than the room for a comma and a twentieth. */
let widthFaults = 0

/** Runs inside of a browser page: it must refer to nothing else here. */
function widthsMisjudged(): string[] {
  return [...document.querySelectorAll('.katex-fit')].flatMap((fit) => {
    const run = fit.querySelector('.katex-run')
    const told = Number(/100vw\)\s*\/\s*([\d.]+)/.exec(fit.getAttribute('style') ?? '')?.[1])
    if (run === null) return []
    const found = run.getBoundingClientRect().width / Number.parseFloat(getComputedStyle(run).fontSize)
    const isTagged = fit.closest('.katex-tagged') !== null
    const isRight = found <= told + 0.05 && (isTagged || found >= told * 0.93 - 0.83)
    return isRight ? [] : [`told ${told} em, ${found.toFixed(2)} em wide: ${run.textContent}`]
  })
}

async function openPage(browser: Browser, colorScheme: 'light' | 'dark'): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1120, height: 800 },
    deviceScaleFactor: 2,
    colorScheme,
  })
  // tsx marks the functions that go to the page with a helper that does not go with them.
  await page.addInitScript('globalThis.__name = (named) => named')
  return page
}

async function compareAll(browser: Browser): Promise<number> {
  const light = await openPage(browser, 'light')
  let passed = 0
  const failures: string[] = []
  const names: string[] = []
  for (const display of [false, true]) {
    const all = rows(display)
    for (let from = 0; from < all.length; from += 40) {
      const part = all.slice(from, from + 40)
      const name = `${display ? 'displayed' : 'inline'}-${from / 40 + 1}`
      names.push(name)
      const verdicts = await measure(light, part, name, display)
      for (const [index, { ink, stray }] of verdicts.entries()) {
        // A box that scrolls stands on pixels of its own: a stroke's rim may round differently.
        if (ink > 0 && stray * 250 <= ink) passed++
        else failures.push(`${name}: ${stray} of ${ink} pixels stray: ${part[index]?.tex ?? ''}`)
      }
    }
  }
  const dark = await openPage(browser, 'dark')
  for (const name of names) {
    await dark.goto(pathToFileURL(path.join(target, `${name}.html`)).href)
    await dark.evaluate(() => document.fonts.ready)
    await dark.screenshot({ fullPage: true, path: path.join(target, `${name}-dark.png`) })
  }
  for (const failure of failures) console.error(failure)
  const failed = failures.length + widthFaults
  console.log(`${passed} passed, ${failed} failed`)
  return failed
}

async function main(): Promise<void> {
  mkdirSync(target, { recursive: true })
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ]
  args.push('--disable-component-update', '--disable-sync')
  const browser = await chromium.launch({ executablePath, args })
  try {
    process.exitCode = (await compareAll(browser)) === 0 ? 0 : 1
  } finally {
    await browser.close()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
