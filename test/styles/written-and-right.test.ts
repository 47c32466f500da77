import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const STUDY = join(__dirname, '..', '..', 'miniprogram', 'study')

/** The templates of the mistake book and of marked pages. */
const templates = readdirSync(STUDY, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.wxml'),
)

/** What stands in the pairs of a template: a name, words, and the verdict of the sign beside them, if there is one. */
function pairs(path: string): { name: string; isRight: boolean; sign: string | undefined }[] {
  return readFileSync(join(STUDY, path), 'utf8')
    .split(/class="pair"/)
    .slice(1)
    .map((rest) => {
      const pair = rest.slice(0, rest.search(/\n {6,12}<\/view>\n/))
      return {
        name: /class="pair-name">\{\{([^}]+)\}\}/.exec(pair)?.[1] ?? '',
        isRight: pair.includes('pair-right'),
        sign: /<verdict-sign verdict="([^"]+)"/.exec(pair)?.[1],
      }
    })
}

describe('What was written and what is right', () => {
  test('have a sign beside them wherever they stand one below the other, and what is right has its own', () => {
    const found = templates.flatMap((path) => pairs(path).map((pair) => ({ path, ...pair })))
    expect(new Set(found.map(({ path }) => path)).size).toBe(2)
    expect(found.filter(({ sign, isRight }) => sign === undefined || isRight !== (sign === 'right'))).toEqual(
      [],
    )
  })
})
