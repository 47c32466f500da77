import { tests } from 'commonmark-spec'
import { toHtml } from './html'

/** The specification's own examples, in which `→` stands for a tab. */
const examples = tests.map(({ markdown, html, number, section }) => ({
  name: `${number} (${section})`,
  markdown: markdown.replace(/→/g, '\t'),
  html: html.replace(/→/g, '\t'),
}))

describe('CommonMark 0.31', () => {
  test('there are 652 examples', () => {
    expect(examples).toHaveLength(652)
  })

  test.each(examples)('example $name', ({ markdown, html }) => {
    expect(toHtml(markdown)).toBe(html)
  })

  test('every example gives the same when it comes character by character', () => {
    for (const { markdown, html } of examples) {
      const cuts = Array.from(markdown, (_, index) => index + 1)
      expect(toHtml(markdown, cuts)).toBe(html)
    }
  })
})
