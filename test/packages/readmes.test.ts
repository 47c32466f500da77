import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { block } from '../../scripts/packages/readme-program'

const packages = path.resolve(__dirname, '..', '..', 'packages')
const PACKAGES = ['answer-stream', 'answer-view', 'answer-conformance']
const WITH_TWIN = ['answer-stream', 'answer-view']
const TWINS = ['README.md', 'README.zh-CN.md']

const read = (name: string, file: string): string => readFileSync(path.join(packages, name, file), 'utf8')

/** What a tarball has of the package's folder: `files`, and what npm puts into every one. */
function shipped(name: string): string[] {
  const { files }: { files: string[] } = JSON.parse(read(name, 'package.json'))
  return [...files, 'package.json', 'README.md', 'LICENSE']
}

const proseOf = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```$/gm, '')

/** The targets of a document's links that are no addresses, without their anchors; those within the document are ''. */
function links(name: string, file: string): string[] {
  return [...proseOf(read(name, file)).matchAll(/\]\((?!\w+:)([^)#\s]*)[^)]*\)/g)].map(
    ([, target = '']) => target,
  )
}

const documents = PACKAGES.flatMap((name) =>
  readdirSync(path.join(packages, name))
    .filter((file) => file.endsWith('.md'))
    .map((file) => [name, file] as const),
)

test.each(documents)('%s: what %s links to is in the tarball with it', (name, file) => {
  const relative = links(name, file).filter((target) => target !== '')
  const beside = shipped(name)
  expect(relative.filter((target) => !beside.includes(target))).toEqual([])
  expect(relative.filter((target) => !existsSync(path.join(packages, name, target)))).toEqual([])
})

describe.each(WITH_TWIN)('the README of %s in Chinese', (name) => {
  const [english, chinese] = TWINS.map((file) => read(name, file))
  const each = (pattern: RegExp) => [english, chinese].map((text = '') => text.match(pattern) ?? [])

  test('is in the tarball, and each leads to the other', () => {
    expect(shipped(name)).toEqual(expect.arrayContaining(TWINS))
    expect(links(name, 'README.md')).toContain('README.zh-CN.md')
    expect(links(name, 'README.zh-CN.md')).toContain('README.md')
  })

  test.each([
    ['the same code', /^ *```\w+\n[\s\S]*?^ *```$/gm],
    ['the same figures', /\d[\d,]* (?:KB|Mi)/g],
    ['as many headings, of the same levels', /^#+(?= )/gm],
    ['as many rows and columns in its tables', /^\|(?=.*\|$)|(?<=^\|.*)\|/gm],
    ['as many points in its lists', /^- /gm],
  ])('has %s', (_what, pattern) => {
    const [ours, theirs] = each(pattern)
    expect(theirs).toEqual(ours)
  })

  test('names the same things in code', () => {
    // A line may end within one.
    const names = (text = '') =>
      new Set(
        proseOf(text)
          .match(/`[^`]+`/g)
          ?.map((name) => name.replace(/\s+/g, ' ')),
      )
    expect([...names(chinese)].sort()).toEqual([...names(english)].sort())
  })
})

test('the `wx` that the README makes for Node is enough for an answer', async () => {
  const parts = [{ delta: { content: '两个' } }, { delta: {}, finish_reason: 'stop' }]
  const events = [...parts.map((part) => JSON.stringify({ choices: [part] })), '[DONE]']
  const server = createServer((_request, response) => {
    response.end(events.map((event) => `data: ${event}\n\n`).join(''))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = Object.getOwnPropertyDescriptor(globalThis, 'wx')
  try {
    new Function(block('answer-stream', 'js', 1))()
    const library = require('../../packages/answer-stream/src/index')
    const { port }: Pick<AddressInfo, 'port'> = Object(server.address())
    const backend = library.chatCompletionsBackend({ url: `http://127.0.0.1:${port}` })
    const silent = () => undefined
    const logger = { debug: silent, info: silent, warn: silent, error: silent }
    const { result } = library.createAnswerClient({ backend, logger }).ask({ content: '1+1?' })
    expect(await result).toMatchObject({ text: '两个', finishReason: 'stop' })
  } finally {
    if (host === undefined) Reflect.deleteProperty(globalThis, 'wx')
    else Object.defineProperty(globalThis, 'wx', host)
    await new Promise((resolve) => server.close(resolve))
  }
})
