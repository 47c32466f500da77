import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { STYLE } from '../../miniprogram/render/row/row'
import { loadWxs } from '../math/expand-wxs'

const folder = '../answer-passage'
const sheet = readFileSync(
  join(__dirname, '../../miniprogram/components/answer-passage/answer-passage.wxss'),
  'utf8',
)

interface RowsModule {
  nodes(runs: unknown[], from: number, origin: string): { classes: string }[]
}

function isRows(value: unknown): value is RowsModule {
  return typeof value === 'object' && value !== null && 'nodes' in value
}

/** The classes that the page gives a run of that style. */
function classesOf(style: number): string[] {
  const rows = loadWxs(`${folder}/rows.wxs`)
  if (!isRows(rows)) throw new TypeError('rows.wxs exports something else')
  return rows.nodes([['字', style]], 0, '')[0]?.classes.split(' ') ?? []
}

describe('a style on the page', () => {
  test.each(Object.entries(STYLE))('%s has a class of its own, and the sheet knows it', (name, style) => {
    expect(classesOf(style)).toEqual(['s', `s-${name}`])
    expect(sheet).toContain(`.s-${name}`)
  })

  test('a place adds up with what can be added', () => {
    expect(classesOf(STYLE.sup + STYLE.strong + STYLE.code)).toEqual(['s', 's-strong', 's-code', 's-sup'])
  })
})
