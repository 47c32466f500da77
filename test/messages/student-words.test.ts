import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(__dirname, '..', '..')
const FOLDERS = ['miniprogram/messages', 'miniprogram/study/messages', 'server/src/messages']
/** Only who develops it reads these words. */
const FOR_DEVELOPERS = ['device-check.zh-CN.ts']

/** A sentence, or a part of one, that a student reads, and where it stands. */
interface Words {
  place: string
  text: string
}

/** What stands between quotes in a table, with `…` for what is filled in, and without the places where a line may end. */
function wordsIn(file: string): Words[] {
  const source = readFileSync(path.join(ROOT, file), 'utf8').replace(/\/\*\*[\s\S]*?\*\/|\s\/\/.*/g, '')
  return [...source.matchAll(/'([^'\n]*)'|`([^`]*)`/g)].flatMap(([, quoted, template]) => {
    const text = (quoted ?? template?.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…') ?? '')
      .replace(/\\n/g, '\n')
      .replace(/\\u200b/g, '')
    return /\p{Script=Han}/u.test(text) ? [{ place: file, text }] : []
  })
}

const words = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => !FOR_DEVELOPERS.includes(name))
    .flatMap((name) => wordsIn(`${folder}/${name}`)),
)
const breaking = (rule: RegExp): Words[] => words.filter(({ text }) => rule.test(text))

describe('What a student reads', () => {
  test('is found', () => {
    expect(words.length).toBeGreaterThan(400)
  })

  test.each<[string, RegExp]>([
    ['says 你, and does not call out', /您|[！!]/],
    ['has no sign that a font draws as it likes', /[✓✗√×☑✅❌]|\p{Extended_Pictographic}/u],
    ['has the punctuation of Chinese', /\p{Script=Han}[,;:?()]|[,;:?(]\p{Script=Han}/u],
    ['has no blank beside punctuation that brings its own', /[，。；：？、“”（）] | [，。；：？、（）]/],
    [
      'has one blank between Chinese and what is no Chinese',
      /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u,
    ],
    ['calls a tap 点 and a conversation 一页', /点击|单击|会话|对话框/],
    ['counts pages of homework in 页', /…\s*张/],
  ])('%s', (_promise, rule) => {
    expect(breaking(rule)).toEqual([])
  })
})
