import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './packed'

/** The addresses in the READMEs that a reader puts their own into. */
const CHAT_URL = 'https://your-server.example/v1/chat/completions'
const TUTOR_URL = 'wss://your-server.example/api/v1/learning/ws/ask'
const AGENT_URL = 'https://your-server.example/api/v1/agui'

/** A reader's own login, which the stream's README leaves to them. */
const LOGIN = `
function login() {
  return new Promise((resolve, reject) => {
    wx.request({
      url: server.login,
      method: 'POST',
      data: {},
      success: ({ data }) => resolve(data.access_token),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    })
  })
}
`

/**
 * Makes of an installed example what a reader of the READMEs has: its page, `app.js` and `app.wxss` hold the view's lines, `backend.js` the
 * stream's for other backends, and nothing else but for a login and the address of the server, which is that of `config.js`.
 */
export function writeReadmeProgram(folder: string): void {
  const program = path.join(folder, 'miniprogram')
  const page = path.join(program, 'pages', 'index')
  rmSync(page, { recursive: true })
  mkdirSync(page)
  const asking = addressed(block('answer-view', 'js', 0), [CHAT_URL])
  const files: [file: string, text: string][] = [
    [path.join(program, 'config.js'), `export const server = { kind: 'chat', url: '${CHAT_URL}' }\n`],
    [path.join(program, 'backend.js'), importing({ server: './config' }, otherBackends())],
    [
      path.join(page, 'index.js'),
      importing(
        { server: '../../config', otherBackend: '../../backend' },
        replaced(asking, 'backend: chat', 'backend: otherBackend || chat'),
      ),
    ],
    [path.join(page, 'index.json'), block('answer-view', 'json', 0)],
    [path.join(page, 'index.wxml'), block('answer-view', 'xml', 0)],
    [path.join(program, 'app.js'), block('answer-view', 'js', 1)],
    [path.join(program, 'app.wxss'), block('answer-view', 'css', 0)],
  ]
  for (const [file, text] of files) writeFileSync(file, text)
}

/** A module of the stream's lines, which exports the one of them that the server wants; nothing where that is the view's own. */
function otherBackends(): string {
  const lines = addressed(block('answer-stream', 'js', 0), [TUTOR_URL, AGENT_URL])
  return `${lines}${LOGIN}\nexport const otherBackend = { tutor, 'ag-ui': agent }[server.kind]\n`
}

/** With the server's address in place of these. */
function addressed(module: string, addresses: readonly string[]): string {
  return addresses.reduce((text, address) => replaced(text, `'${address}'`, 'server.url'), module)
}

/** `names`: what of which module. */
function importing(names: Readonly<Record<string, string>>, module: string): string {
  const lines = Object.entries(names).map(([name, from]) => `import { ${name} } from '${from}'\n`)
  return lines.join('') + module
}

function replaced(text: string, part: string, other: string): string {
  if (!text.includes(part)) throw new Error(`a README has no ${part}`)
  return text.replace(part, other)
}

/** Lines of that package's README in that language, by their place among those. */
export function block(name: string, language: string, place: number): string {
  const text = readFileSync(path.join(root, 'packages', name, 'README.md'), 'utf8')
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, named]) => named === language)
  const found = blocks[place]?.[2]
  if (found === undefined) throw new Error(`${name}’s README has no ${language} at place ${place}`)
  return found
}
