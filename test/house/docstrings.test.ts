import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const root = path.resolve(__dirname, '..', '..')

/** Exports of a module that say nothing of themselves; what is passed on from elsewhere is told there. */
function untold(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  return source.statements
    .filter((each) => ts.canHaveModifiers(each))
    .filter((each) => ts.getModifiers(each)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .filter((each) => ts.getJSDocCommentsAndTags(each).length === 0)
    .map((each) => `${file}:${source.getLineAndCharacterOfPosition(each.getStart()).line + 1}`)
}

const files = ['miniprogram', 'server/src', 'packages', 'typings']
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.posix.join(folder, name.split(path.sep).join('/')),
    ),
  )
  .filter((file) => file.endsWith('.ts') && !/(^|\/)(node_modules|miniprogram_npm|dist)\//.test(file))

describe('what a file gives to others', () => {
  test('says what it is, in a docstring', () => {
    expect(files.length).toBeGreaterThan(700)
    expect(files.flatMap((file) => untold(file, readFileSync(path.join(root, file), 'utf8')))).toEqual([])
  })

  test.each([
    ['a constant', 'export const LIMIT = 1', 1],
    ['a function behind a comment that is no docstring', '// Adds.\nexport function add() {}', 1],
    ['a type', 'export type Name = string', 1],
    ['what has a docstring', '/** Adds. */\nexport function add() {}', 0],
    ['what is passed on', "export type { Name } from './name'", 0],
    ['what stays inside', 'const LIMIT = 1', 0],
  ])('is looked at: %s', (_, text, times) => {
    expect(untold('a.ts', text)).toHaveLength(times)
  })
})
