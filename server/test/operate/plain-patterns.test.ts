import fc from 'fast-check'
import { withPlainPatterns } from '../../../scripts/server/plain-patterns'

/** What a regular expression of the sources is in the bundle. */
function bundled(pattern: string, flags: string): RegExp {
  const plain = withPlainPatterns(`const pattern = /${pattern}/${flags}`)
  const [, body = ''] = /^const pattern = \/(.*)\/[a-z]*$/s.exec(plain) ?? []
  expect(body).toMatch(/^\p{ASCII}*$/u)
  return new RegExp(body, flags)
}

const letters = fc.constantFrom('又', '√', '加', '×', '一', '龥', 'a', '0', ' ')
const pieces = fc.oneof(
  letters,
  fc.constantFrom(
    '[加减]',
    '[^×÷/]',
    '[一-龥]',
    '(?:分之|又)',
    '(?<名>一)',
    '(?!以)',
    '一?',
    '\\d',
    '\\\\',
    '\\/',
  ),
)

test('a regular expression of Chinese finds in the bundle what it finds in the sources', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(pieces, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('', 'u', 'i'),
      fc.array(fc.oneof(letters, fc.constantFrom('分之', '😀', '\\', '/'))),
      (given, flags, text) => {
        const pattern = given.join('')
        const subject = text.join('')
        expect(bundled(pattern, flags).exec(subject)?.[0]).toBe(new RegExp(pattern, flags).exec(subject)?.[0])
      },
    ),
  )
})

test('a character beyond the first 65,536 is one character still where it was one', () => {
  expect(bundled('^[😀甲]$', 'u').test('😀')).toBe(true)
  expect(bundled('^😀$', '').test('😀')).toBe(true)
})

test('nothing but regular expressions changes', () => {
  const others = "const said = '又/√/' // /又/\nconst half = 2 / 1 // 一/二/"
  expect(withPlainPatterns(others)).toBe(others)
})

test('a backslash before such a character is refused, since it would escape another one', () => {
  expect(() => withPlainPatterns('const pattern = /\\又/')).toThrow('leave out the backslash')
  expect(bundled('\\\\又', '').test('\\又')).toBe(true)
})
