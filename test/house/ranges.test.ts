import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(__dirname, '..', '..')

/** All characters of Unicode's first block, of its part that an older standard had, and as escapes. */
const WHOLE = new Set(['一-鿿', '一-龥', '㐀-鿿'])

/** Ranges of Chinese characters within the brackets of a pattern that are not all of them. */
function partial(text: string): string[] {
  return [...text.matchAll(/\[(?:[^\]\\\n]|\\.)*\]/gu)]
    .flatMap(([brackets]) => [...brackets.matchAll(/[\u3400-\u9fff]-[\u3400-\u9fff]/gu)])
    .map(([range]) => range)
    .filter((range) => !WHOLE.has(range))
}

const files = ['miniprogram', 'server/src', 'preview/src', 'packages', 'scripts', 'typings']
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.posix.join(folder, name.split(path.sep).join('/')),
    ),
  )
  .filter(
    (file) => /\.(?:ts|cjs|mjs|wxs)$/.test(file) && !/(^|\/)(node_modules|miniprogram_npm|dist)\//.test(file),
  )

describe('a range of Chinese characters in a pattern', () => {
  test('is all of them: between two numerals stand thousands of others', () => {
    expect(files.length).toBeGreaterThan(900)
    expect(
      files.flatMap((file) =>
        partial(readFileSync(path.join(root, file), 'utf8')).map((range) => `${file}: ${range}`),
      ),
    ).toEqual([])
  })

  test.each([
    ['numerals', '/第[一-十]题/', ['一-十']],
    ['numerals behind others', "'[\\\\d一-十四]'", ['一-十']],
    ['all characters', '/[一-鿿]/', []],
    ['numerals one by one', '/[一二三]-[四五]/', []],
    ['a dash of a text', "'一-十'", []],
  ])('is looked at: %s', (_, text, found) => {
    expect(partial(text)).toEqual(found)
  })
})
