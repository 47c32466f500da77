import { render } from './page'

/** The containers around each row, `-` for none. */
function places(markdown: string): string {
  return render([markdown])
    .rows.map(([head]) => (head === 0 ? '-' : (head.n ?? '-')))
    .join(' ')
}

describe('A displayed formula', () => {
  test.each([
    ['1. 移项：\n\n$$3x=15$$\n\n2. 两边除以 3', 'L l L'],
    ['1. 移项：\n\n$$3x=15$$\n\n$$x=5$$', 'L l l'],
    ['1. 移项\n   - 变号\n\n$$3x=15$$', 'L lL l'],
    ['- 移项：\n\n$$3x=15$$', 'L l'],
    ['1. 移项：\n\n   $$3x=15$$', 'L l'],
  ])('stands under the words of the step above it: %j', (markdown, expected) => {
    expect(places(markdown)).toBe(expected)
  })

  test.each([
    ['移项：\n\n$$3x=15$$', '- -'],
    ['1. 移项\n\n所以\n\n$$3x=15$$', 'L - -'],
    ['1. 移项\n\n答案：\n\n$$x=5$$', 'L - -'],
    ['> 移项：\n\n$$3x=15$$', 'Q -'],
  ])('stands under its paragraph elsewhere: %j', (markdown, expected) => {
    expect(places(markdown)).toBe(expected)
  })
})
