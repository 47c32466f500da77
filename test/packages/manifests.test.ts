import { readFileSync } from 'node:fs'
import path from 'node:path'
import { documentedInstall, INSTALLING } from '../../scripts/packages/documented-install'

const root = path.resolve(__dirname, '..', '..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const manifestOf = (folder: string): Record<string, unknown> => JSON.parse(read(`${folder}/package.json`))

const PACKAGES = ['packages/answer-stream', 'packages/answer-view', 'packages/answer-conformance']
const EXAMPLES = ['examples/chat-completions', 'examples/typescript']

test('the packages have one version, and each tells in its CHANGELOG what is in it', () => {
  const versions = PACKAGES.map((folder) => manifestOf(folder).version)
  expect(new Set(versions).size).toBe(1)
  const newest = PACKAGES.map((folder) => /^## (\S+)/m.exec(read(`${folder}/CHANGELOG.md`))?.[1])
  expect(newest).toEqual(versions)
})

test('the lock file has the version of the one that is a workspace', () => {
  const lock = JSON.parse(read('package-lock.json'))
  const { version } = lock.packages['packages/answer-conformance']
  expect(version).toBe(manifestOf('packages/answer-conformance').version)
})

test('the examples ask for that version', () => {
  const { version } = manifestOf('packages/answer-stream')
  for (const example of EXAMPLES) {
    const dependencies = { 'wuhao-answer-stream': `^${version}`, 'wuhao-answer-view': `^${version}` }
    expect(manifestOf(example).dependencies).toEqual(dependencies)
  }
})

test('what is imported from a package is found by each way to look for it', () => {
  for (const folder of PACKAGES) {
    const { main, types, exports } = manifestOf(folder)
    expect(exports).toMatchObject({ '.': { types: `./${types}`, default: `./${main}` } })
  }
})

test('every document has a mini-program install the two packages that are for one, and not the third', () => {
  for (const { document } of INSTALLING)
    expect(documentedInstall(document, '/here')).toBe(
      'npm install /here/dist/packages/wuhao-answer-stream-*.tgz /here/dist/packages/wuhao-answer-view-*.tgz',
    )
})

test('the base library that a README names for answers in pieces is the one that has them', () => {
  const typings = read('node_modules/miniprogram-api-typings/types/wx/lib.wx.api.d.ts')
  const since = /需要基础库： `([\d.]+)`(?:(?!需要基础库)[\s\S])*?\benableChunked\?/.exec(typings)?.[1]
  expect(since).toMatch(/^\d/)
  expect(read('packages/answer-stream/README.md')).toContain(`base library ${since} or newer`)
  expect(read('docs/devices.md')).toContain(`| ${since} | the chunked fallback |`)
})
