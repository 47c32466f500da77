import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './packed'

const README = path.join(root, 'packages', 'answer-view', 'README.md')

/** The address in the README that a reader puts their own into. */
const EXAMPLE_URL = 'https://your-server.example/v1/chat/completions'

/**
 * Makes of an installed example what a reader of the view's README has: its page, `app.js` and `app.wxss` hold the README's lines and
 * nothing else, but for the address of the server, which is that of `config.js`.
 */
export function writeReadmeProgram(folder: string): void {
  const program = path.join(folder, 'miniprogram')
  const page = path.join(program, 'pages', 'index')
  rmSync(page, { recursive: true })
  mkdirSync(page)
  const module = block('js', 0)
  if (!module.includes(`'${EXAMPLE_URL}'`)) throw new Error('the README asks no server')
  const files: [file: string, text: string][] = [
    [path.join(page, 'index.js'), module.replace(`'${EXAMPLE_URL}'`, "require('../../config').endpoint")],
    [path.join(page, 'index.json'), block('json', 0)],
    [path.join(page, 'index.wxml'), block('xml', 0)],
    [path.join(program, 'app.js'), block('js', 1)],
    [path.join(program, 'app.wxss'), block('css', 0)],
  ]
  for (const [file, text] of files) writeFileSync(file, text)
}

/** The README's lines in that language, by their place among those. */
function block(language: string, place: number): string {
  const text = readFileSync(README, 'utf8')
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, named]) => named === language)
  const found = blocks[place]?.[2]
  if (found === undefined) throw new Error(`the README has no ${language} at place ${place}`)
  return found
}
