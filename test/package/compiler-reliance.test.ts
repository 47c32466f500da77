import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { relianceOnCompiler } from '../../scripts/package/check-sources'

const KNOWN = `
  export const word: RegExp = /[a-z]/u
  export class Page { size = 1 }
  export function open(): void {}
  export const either: RegExp | string = Math.random() > 2 ? word : 'a'
  export const link = { source: 'camera', name: 'a page', toString: () => 'link' }
  export class Named { static readonly title = 'x'; name = 'mine'; source = '' }
  export const page = new Page()
  export const { size } = page
`
let folder: string

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'reliance-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What is found in each of these lines, which know what {@link KNOWN} has; by the line's number. */
function linesFound(lines: readonly string[]): number[] {
  const file = path.join(folder, 'module.ts')
  writeFileSync(file, [KNOWN.replace(/\n/g, ' '), ...lines].join('\n'))
  const found = relianceOnCompiler([file]).map((place) => Number(/:(\d+) /.exec(place)?.[1]) - 2)
  return [...new Set(found)]
}

describe('what a compiler may change is found in the sources', () => {
  const relying = [
    'export const a1 = word.source',
    "export const a2 = word['source'].slice(1, -1)",
    'export const { source: a3 } = word',
    'export const a4 = word.toString()',
    `export const a5 = \`\${word}+\``,
    "export const a6 = new RegExp(word, 'g')",
    'export const a7 = RegExp(either)',
    "export const a8 = typeof either === 'string' ? '' : either.source",
    'export const a9 = open.name',
    'export const b1 = page.constructor.name',
    'export const b2 = Page.name',
    'export const { name: b3 } = open',
    'export const b4 = open.toString()',
    'export const b5 = String(open)',
    "export const b6 = open + ''",
    'export const b7 = (() => 1).name',
    'export const b8 = Page.prototype.constructor.toString()',
    'export const b9 = Function.prototype.toString.call(open)',
  ]

  test('each way to come to it', () => {
    expect(linesFound(relying)).toEqual(relying.map((_, line) => line))
  })

  test('and nothing else that is called the same', () => {
    const harmless = [
      'export const a1 = link.source + link.name + link.toString()',
      'export const a2 = new Named().name + new Named().source + Named.title',
      "export const a3 = new RegExp('[a-z]' + size, 'g').test('a')",
      `export const a4 = new Error('x').name + String(new Error('x')) + \`\${size}\` + (5).toString()`,
      'export const a5 = word.lastIndex + word.exec("a")!.index',
      'export const { source: a6, name: a7 } = link',
    ]
    expect(linesFound(harmless)).toEqual([])
  })
})
