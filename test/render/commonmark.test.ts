import { tests } from 'commonmark-spec'
import { toHtml } from './html'

/** The specification's own examples, in which `→` stands for a tab. No finger on a screen brings a link's title to sight: none is kept. */
const examples = tests.map(({ markdown, html, number, section }) => ({
  number,
  name: `${number} (${section})`,
  markdown: markdown.replace(/→/g, '\t'),
  html: html.replace(/→/g, '\t').replace(/ title="[^"]*"(?=>| \/>)/g, ''),
}))

/** Where CommonMark's letter would hide what a teacher wrote: the reason, and the examples that are given up for it. */
const GIVEN_UP: readonly [reason: string, numbers: readonly number[]][] = [
  [
    'a word is no address: `[答案]: B` is an answer, `[0,1](含端点)` an interval with a remark, `a[1](2)` code',
    [194, 203, 204, 485, 487, 495, 496, 498, 500, 502, 503, 504, 520, 522, 567, 573, 576, 577],
  ],
  ['a star between digits or letters is a product: `3*4*5`, `x*y+z*w`', [355, 356, 429]],
  ['four `_` are a blank to fill in: `填空：____，____。`', [426, 457, 459, 465, 468]],
  ['a tag of style on a line of its own is the style of the text below it', [164, 166, 167]],
  ["GFM's extension: an address is a link without any markup", [602, 608, 611]],
]
/** The names of characters and of HTML's blocks that are left out stand in no example. */
const givenUp = new Set(GIVEN_UP.flatMap(([, numbers]) => numbers))

describe('CommonMark 0.31', () => {
  test('there are 652 examples', () => {
    expect(examples).toHaveLength(652)
  })

  test.each(examples.filter(({ number }) => !givenUp.has(number)))('example $name', ({ markdown, html }) => {
    expect(toHtml(markdown)).toBe(html)
  })

  test.each(GIVEN_UP)('no example is given up without need: %s', (_, numbers) => {
    const met = examples.filter(
      ({ number, markdown, html }) => numbers.includes(number) && toHtml(markdown) === html,
    )
    expect(met).toEqual([])
  })

  test('every example gives the same when it comes character by character', () => {
    for (const { markdown } of examples) {
      const cuts = Array.from(markdown, (_, index) => index + 1)
      expect(toHtml(markdown, cuts)).toBe(toHtml(markdown))
    }
  })
})
