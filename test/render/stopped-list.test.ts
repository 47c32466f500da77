import { render } from './page'

describe('An answer that was stopped behind a list’s number', () => {
  test.each([
    '1. 移项\n2. 合并\n3.',
    '1. 移项\n2. 合并\n3. ',
    '1. 移项\n2. 合并\n3.\n',
    '步骤：\n\n-',
    '1. 移项\n   -',
  ])('has no item there: %j', (markdown) => {
    for (const pieces of [[markdown], Array.from(markdown)])
      expect(render(pieces).text).not.toMatch(/(?:3\.|•) *$/)
  })

  test('has the empty items before it, which are to be filled in', () => {
    expect(render(['1.\n2.\n3. 合并']).text).toBe('1. \n2. \n3. 合并')
  })
})
