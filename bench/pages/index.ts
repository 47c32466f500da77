import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { createPageReader } from '../../server/src/model/local-tutor/page/page-reader'
import { encodedAnew } from '../../server/test/support/encoded-anew'
import { openBoard } from './draw'
import { type Measured, measured } from './measure'
import { brief, type Sheet, sheets } from './sheets'

/** What has to hold of all pages together, for `--check`. */
const LEAST_EXACT = 0.9
const MOST_ERRORS = 0.03
/** Of the exercises that were marked: a child must not be told wrong where it was right. */
const MOST_MISJUDGED = 0.01

/** Milliseconds for one page, on a machine that does other things too. */
const LIMIT = 600_000

/**
 * `npm run bench -- pages`: draws homework pages in Chromium, photographs them, keeps them as the server does, has them read, and prints a table.
 * `--only KIND` takes the kinds whose names contain it, `--few N` the first N of each, `--brief` the first lines of each page, `--lines` prints what
 * was read wrong, `--keep FOLDER` keeps the pages, `--check` fails where too much is read wrong.
 */
export async function benchPages(options: readonly string[]): Promise<void> {
  const after = (name: string): string | undefined => {
    const at = options.indexOf(name)
    return at < 0 ? undefined : options[at + 1]
  }
  const most = Number(after('--few') ?? Number.POSITIVE_INFINITY)
  const chosen = sheets()
    .map((sheet) => (options.includes('--brief') ? brief(sheet) : sheet))
    .filter(({ kind }) => kind.includes(after('--only') ?? ''))
    .filter(({ seed }) => seed % 1000 <= most)
  const results = await readAll(chosen, after('--keep'))
  print(results)
  if (options.includes('--lines')) printFaults(results)
  if (options.includes('--check')) check(results)
}

async function readAll(chosen: readonly Sheet[], folder: string | undefined): Promise<Measured[]> {
  const { CHROMIUM = '/usr/bin/chromium' } = process.env
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  const reader = createPageReader(LIMIT)
  const { signal } = new AbortController()
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  try {
    const board = await openBoard(browser)
    const results: Measured[] = []
    for (const sheet of chosen) {
      const bytes = await board.draw(sheet)
      if (folder !== undefined) writeFileSync(path.join(folder, `${sheet.seed}.jpg`), bytes)
      // As an upload is kept.
      const kept = await encodedAnew(bytes)
      const [start, before] = [performance.now(), process.cpuUsage()]
      const reading = await reader.read({ mime: 'image/jpeg', bytes: kept?.bytes ?? bytes }, signal)
      const seconds = (performance.now() - start) / 1000
      const { user, system } = process.cpuUsage(before)
      const cost = { seconds, processor: (user + system) / 1e6 }
      results.push(measured(sheet, reading ?? { failure: 'too_slow' }, cost))
    }
    return results
  } finally {
    await reader.close()
    await browser.close()
  }
}

const total = (results: readonly Measured[], of: (result: Measured) => number): number =>
  results.reduce((sum, result) => sum + of(result), 0)
const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`

function row(name: string, results: readonly Measured[]): string {
  const marked = total(results, ({ marked: own }) => own)
  const seconds = results.map((result) => result.seconds).sort((a, b) => a - b)
  return [
    name,
    results.length,
    percent(
      total(results, ({ edits }) => edits),
      total(results, ({ length }) => length),
    ),
    percent(
      total(results, ({ exact }) => exact),
      total(results, ({ exercises }) => exercises),
    ),
    percent(
      total(results, ({ judged }) => judged),
      marked,
    ),
    percent(
      total(results, ({ misjudged }) => misjudged),
      marked,
    ),
    (seconds[Math.floor(seconds.length / 2)] ?? 0).toFixed(1),
  ].join(' | ')
}

function print(results: readonly Measured[]): void {
  const kinds = [...new Set(results.map(({ sheet }) => sheet.kind))]
  console.log(
    '| pages | number | character errors | exercises read exactly | marked rightly | marked falsely | seconds (median) |',
  )
  console.log('| --- | --- | --- | --- | --- | --- | --- |')
  for (const kind of kinds)
    console.log(
      `| ${row(
        kind,
        results.filter(({ sheet }) => sheet.kind === kind),
      )} |`,
    )
  console.log(`| ${row('all', results)} |`)
  const processor = total(results, (result) => result.processor)
  console.log(`\nseconds of the processor for reading: ${processor.toFixed(0)}`)
  console.log(`memory of the process at its most: ${(maximalMemory() / 1e6).toFixed(0)} MB`)
}

/** Bytes that this process had at most (Linux tells; elsewhere what it has now). */
function maximalMemory(): number {
  const { maxRSS } = process.resourceUsage()
  return process.platform === 'linux' ? maxRSS * 1024 : process.memoryUsage.rss()
}

function printFaults(results: readonly Measured[]): void {
  for (const { sheet, read, edits } of results.filter(({ edits }) => edits > 0)) {
    console.log(`\n${sheet.kind} ${sheet.seed}, ${edits} errors`)
    console.log(sheet.lines.map(({ text }) => `  + ${text}`).join('\n'))
    console.log(read.map((text) => `  - ${text}`).join('\n'))
  }
}

function check(results: readonly Measured[]): void {
  const share = (of: (result: Measured) => number, among: (result: Measured) => number): number =>
    total(results, of) / Math.max(1, total(results, among))
  const checks: readonly (readonly [string, boolean])[] = [
    [
      'character errors',
      share(
        ({ edits }) => edits,
        ({ length }) => length,
      ) <= MOST_ERRORS,
    ],
    [
      'exercises read exactly',
      share(
        ({ exact }) => exact,
        ({ exercises }) => exercises,
      ) >= LEAST_EXACT,
    ],
    [
      'marked falsely',
      share(
        ({ misjudged }) => misjudged,
        ({ marked }) => marked,
      ) <= MOST_MISJUDGED,
    ],
  ]
  const failed = checks.filter(([, holds]) => !holds)
  for (const [name] of failed) console.error(`too many or too few: ${name}`)
  console.log(`${checks.length - failed.length} passed, ${failed.length} failed`)
  process.exitCode = failed.length === 0 ? 0 : 1
}
