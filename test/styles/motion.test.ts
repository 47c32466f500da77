import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PROGRAM = join(__dirname, '..', '..', 'miniprogram')
/** TDesign and the mathematics, which moves nothing, have sheets of their own. */
const OTHERS = /^(?:miniprogram_npm|render)\//
const sheets = readdirSync(PROGRAM, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.wxss') && !OTHERS.test(path),
)

const rulesOf = (text: string) => [...text.matchAll(/([^{}]+)\{([^{}]*)\}/g)]
const MOVES = /(?:^|[\s;])(transition|animation|--td-popup-transition): (?!none)/g

/** A sheet's rules, and those that stand in it for whoever wants less motion. */
function parted(path: string): { usual: string; reduced: string } {
  const text = readFileSync(join(PROGRAM, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const query = /@media \(prefers-reduced-motion: reduce\) \{((?:[^{}]*\{[^{}]*\})*)\s*\}/g
  return {
    usual: text.replace(query, ''),
    reduced: [...text.matchAll(query)].map(([, rules]) => rules).join(''),
  }
}

describe('Whoever wants less motion', () => {
  test('has none: what moves in a sheet stands still there', () => {
    const moving = sheets.flatMap((path) => {
      const { usual, reduced } = parted(path)
      return rulesOf(usual).flatMap(([, selectors = '', body = '']) =>
        [...body.matchAll(MOVES)].flatMap(([, property = '']) =>
          selectors.split(',').map((selector) => ({
            path,
            selector: selector.trim(),
            isStill: rulesOf(reduced).some(
              ([, stills = '', still = '']) =>
                stills.split(',').some((one) => one.trim() === selector.trim()) &&
                still.includes(`${property}: none`),
            ),
          })),
        ),
      )
    })
    expect(moving.length).toBeGreaterThan(4)
    expect(moving.filter(({ isStill }) => !isStill)).toEqual([])
  })
})
