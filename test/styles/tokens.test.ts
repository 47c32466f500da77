import { readFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(__dirname, '../../miniprogram')
const sheet = readFileSync(path.join(ROOT, 'styles/tokens.wxss'), 'utf8')

/** The tokens of a block of the style sheet, by name. */
function tokens(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/--([a-z-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

const darkAt = sheet.indexOf('@media (prefers-color-scheme: dark)')
const light = tokens(sheet.slice(0, sheet.indexOf('@media')))
/** What a student chose, where it is not as the phone is set. */
const chosenDark = tokens(sheet.slice(sheet.indexOf('.look-dark')))
const themes = { light, dark: new Map([...light, ...tokens(sheet.slice(darkAt))]) }

/** Red, green, blue (0–1) and how much of it covers what is below. */
type Colour = [number, number, number, number]

function colour(theme: Map<string, string>, name: string): Colour {
  const value = name.startsWith('#') ? name : theme.get(name)
  if (value === undefined) throw new Error(`no token ${name}`)
  const alias = /^var\(--([a-z-]+)\)$/.exec(value)?.[1]
  if (alias !== undefined) return colour(theme, alias)
  const hex = /^#(..)(..)(..)$/.exec(value)
  if (hex !== null) {
    const [r = 0, g = 0, b = 0] = hex.slice(1).map((part) => Number.parseInt(part, 16) / 255)
    return [r, g, b, 1]
  }
  const [r = Number.NaN, g = 0, b = 0, a = 1] = [...value.matchAll(/[\d.]+/g)].map(Number)
  return [r / 255, g / 255, b / 255, a]
}

function over([r, g, b, a]: Colour, [r0, g0, b0]: Colour): Colour {
  return [r * a + r0 * (1 - a), g * a + g0 * (1 - a), b * a + b0 * (1 - a), 1]
}

/** Relative luminance, as WCAG 2 defines it. */
function luminance(parts: Colour): number {
  const [r = 0, g = 0, b = 0] = parts
    .slice(0, 3)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(theme: Map<string, string>, front: string, ...back: string[]): number {
  const ground = back.map((name) => colour(theme, name)).reduceRight((below, above) => over(above, below))
  const [a, b] = [luminance(over(colour(theme, front), ground)), luminance(ground)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const SUBJECTS = 'math chinese english physics chemistry biology history geography politics other'.split(' ')
const PAPERS = ['page', 'surface', 'surface-sunken']

/** Text, and all that it may stand on. */
const TEXTS: Array<[string, string[]]> = [
  ['ink', [...PAPERS, 'surface-pressed', 'brand-soft']],
  ['ink-soft', [...PAPERS, 'surface-pressed', 'brand-soft']],
  ['ink-faint', PAPERS],
  ['page', ['ink']],
  ['brand', ['page', 'surface', 'surface-sunken', 'brand-soft']],
  ['brand-ink', ['brand-soft']],
  ['on-brand', ['brand']],
  ['pen', ['page', 'surface', 'surface-sunken']],
  ['pen-ink', ['pen-soft']],
  ['on-pen', ['pen']],
  ['doubt', ['page', 'surface', 'doubt-soft']],
  ['code-keyword', ['surface-sunken']],
  ['code-string', ['surface-sunken']],
  ['code-number', ['surface-sunken']],
  ['on-subject', SUBJECTS.map((subject) => `subject-${subject}`)],
]
/** Icons and edges that carry meaning. */
const SIGNS: Array<[string, string[]]> = [
  ['edge', ['page', 'surface']],
  ['brand', ['page', 'surface-pressed']],
  ['ink-soft', ['surface-pressed']],
]

const pairs = (table: Array<[string, string[]]>) =>
  table.flatMap(([front, backs]) => backs.map((back): [string, string] => [front, back]))

describe.each(Object.entries(themes))('The tokens, %s', (_name, theme) => {
  test.each(pairs(TEXTS))('%s can be read on %s', (front, back) => {
    expect(contrast(theme, front, back)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(pairs(SIGNS))('%s can be told from %s', (front, back) => {
    expect(contrast(theme, front, back)).toBeGreaterThanOrEqual(3)
  })

  test('a page’s number can be read on any photo, and a toast over any view', () => {
    for (const photo of ['#ffffff', '#b0aca0', '#000000'])
      expect(contrast(theme, 'on-plate', 'plate', photo)).toBeGreaterThanOrEqual(4.5)
    for (const view of ['page', 'ink'])
      expect(contrast(theme, '#ffffff', 'toast', view)).toBeGreaterThanOrEqual(4.5)
  })
})

test('what is chosen as dark is dark as the phone’s own setting makes it', () => {
  const bySetting = tokens(sheet.slice(darkAt, sheet.indexOf('.look-dark')))
  expect(bySetting.size).toBeGreaterThan(30)
  expect([...chosenDark]).toEqual([...bySetting])
})

test('the host draws its own parts in the colour of the paper', () => {
  const host: Record<string, Record<string, string>> = JSON.parse(
    readFileSync(path.join(ROOT, 'theme.json'), 'utf8'),
  )
  for (const [name, theme] of Object.entries(themes))
    expect([host[name]?.navBackground, host[name]?.pageBackground]).toEqual([
      theme.get('page'),
      theme.get('page'),
    ])
})
