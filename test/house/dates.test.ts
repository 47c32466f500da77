import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '..', '..')

/** Who asks for the date, and what for. Everything else is a duration, and measured by a clock that no setting changes. */
const WANTS_THE_DATE = [
  // The two clocks of the phone: the steady one counts beats by it.
  'miniprogram/platform/wx-clock.ts',
  // How old a file is, by the date that its folder has.
  'server/src/files/file-storage.ts',
  // A vendor, or whoever refuses a phone, may say until which date it is to be left alone.
  'miniprogram/stream/http-refusal.ts',
  'server/src/model/chat/retry-after.ts',
  // The date that all servers share: whatever one of them dates and another reads is told by it.
  'server/src/store/identifiers.ts',
]

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => name.endsWith('.ts') && !name.includes('node_modules') && !name.includes('miniprogram_npm'),
    )
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
}

/** Whether a text asks for the date of today. */
function asksForTheDate(text: string): boolean {
  return /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\bDate\[/.test(text)
}

describe('the date', () => {
  test('is asked for by nothing but what wants one', () => {
    const asking = [...sources('miniprogram'), ...sources('server/src')].filter((path) =>
      asksForTheDate(readFileSync(join(root, path), 'utf8')),
    )
    expect(asking.sort()).toEqual(WANTS_THE_DATE.sort())
  })

  test.each([
    ['Date.now()', true],
    ['const now = Date.now', true],
    ["Date['now']()", true],
    ['new Date().getTime()', true],
    ['new Date(time).toISOString()', false],
    ['performance.now()', false],
  ])('is asked for: %s', (text, asks) => {
    expect(asksForTheDate(text)).toBe(asks)
  })
})
