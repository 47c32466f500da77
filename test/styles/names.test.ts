import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const PROGRAM = join(__dirname, '..', '..', 'miniprogram')

/** All of the program's own files of these kinds, but those that define the tokens. */
function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (name === 'miniprogram_npm' || path === join(PROGRAM, 'styles')) return []
    if (statSync(path).isDirectory()) return files(path)
    return /\.(?:wxss|wxs|wxml|ts)$/.test(name) ? [path] : []
  })
}

/** Names of variables that a text gives a value: `--name:`, but not those that it only reads. */
function defined(text: string): string[] {
  return (text.match(/--[a-z][a-z-]*(?=\s*:[^:])/g) ?? []).map((name) => name.slice(2))
}

/** The colours: a pane may well say where its own edge is. */
const tokens = new Set(
  (
    readFileSync(join(PROGRAM, 'styles', 'tokens.wxss'), 'utf8').match(/--[a-z-]+(?=: (?:#|rgba))/g) ?? []
  ).map((name) => name.slice(2)),
)

describe('A token of the design', () => {
  test('is read everywhere and given a value in one place: no component means something else by its name', () => {
    const taken = files(PROGRAM).flatMap((path) =>
      defined(readFileSync(path, 'utf8'))
        .filter((name) => tokens.has(name))
        .map((name) => `${path.slice(PROGRAM.length + 1)}: --${name}`),
    )
    expect(tokens.size).toBeGreaterThan(30)
    expect(taken).toEqual([])
  })
})
