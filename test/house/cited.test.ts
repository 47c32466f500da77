import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(__dirname, '..', '..')
const FOLDERS = 'bench deploy docs examples miniprogram packages preview scripts server test typings'.split(
  ' ',
)

/** What has words of ours for people; the answers that the renderer is tried on have words of others. */
const files = ['.', ...FOLDERS]
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: folder !== '.', encoding: 'utf8' }).map((name) =>
      path.posix.join(folder, name.split(path.sep).join('/')),
    ),
  )
  .filter((file) => /\.(ts|cjs|mjs|md|sh|conf|yml|yaml|wxss|wxs)$/.test(file))
  .filter((file) => !/(^|\/)(node_modules|miniprogram_npm|dist|test\/render)\/|cited\.test\.ts$/.test(file))

/** A file's text; what a comment breaks over two lines stands on one. */
function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8').replace(/\n\s*(?:\*|\/\/|#) /g, ' ')
}

function headingsOf(document: string): string[] {
  const lines = readFileSync(path.join(root, document), 'utf8')
    .replace(/^```[\s\S]*?^```/gm, '')
    .split('\n')
  return lines.flatMap((line) => /^#{1,6} (.+)$/.exec(line)?.[1] ?? [])
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
}

/** The name of a heading in an address, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

/** What a text cites wrongly. */
function wrongIn(file: string, text: string): string[] {
  const wrong: string[] = []
  // A document of numbered sections is not among ours.
  for (const [cited] of text.matchAll(/\b(?:PROTOCOL|[Cc]ontract|[Pp]rotocol|of|paths) §\d+/g))
    wrong.push(cited)
  for (const [cited, document = '', heading] of text.matchAll(
    /(?<![\w/.-])((?:docs\/[\w-]+|README|CONTRIBUTING|CHANGELOG|SECURITY)(?:\.zh-CN)?\.md)(?:, "([^"\n]+)")?/g,
  )) {
    if (!existsSync(path.join(root, document))) wrong.push(cited)
    else if (heading !== undefined && !headingsOf(document).includes(heading)) wrong.push(cited)
  }
  if (!file.endsWith('.md')) return wrong
  for (const [cited, target = '', anchor] of withoutCode(text).matchAll(
    /\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)/g,
  )) {
    const document = target === '' ? file : path.posix.join(path.posix.dirname(file), target)
    if (!existsSync(path.join(root, document))) wrong.push(cited)
    else if (anchor !== undefined && !headingsOf(document).map(anchorOf).includes(decodeURI(anchor)))
      wrong.push(cited)
  }
  return wrong
}

describe('what comments and documents cite', () => {
  test('is there: each document, and each heading of one', () => {
    expect(files.length).toBeGreaterThan(1000)
    const wrong = files.flatMap((file) => wrongIn(file, read(file)).map((cited) => `${file}: ${cited}`))
    expect(wrong).toEqual([])
  })

  test.each([
    ['a document that is gone', 'a.ts', '/** See docs/gone.md. */'],
    ['a heading that is gone', 'a.ts', '/** docs/protocol.md, "Nothing of this" */'],
    ['a number of a section', 'a.ts', '/** PROTOCOL §5. */'],
    ['a link to a file that is gone', 'docs/a.md', '[it](gone.md)'],
    ['a link to a heading that is gone', 'docs/a.md', '[it](protocol.md#nothing)'],
  ])('would not be: %s', (_, file, text) => {
    expect(wrongIn(file, text)).toHaveLength(1)
  })
})
