import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import vm from 'node:vm'
import { type Compiler, createCompiler } from '../src/compiler/compiler'
import { PROVIDED_GLOBALS } from '../src/shared/globals'

const FILES: Record<string, string> = {
  'app.json': JSON.stringify({
    pages: ['pages/home/home'],
    usingComponents: { card: 'components/card/card' },
  }),
  'app.ts': 'App({ globalData: { ready: true } })',
  'app.wxss': 'page { color: red }',
  'pages/home/home.json': '{}',
  'pages/home/home.ts':
    "import { name } from '../../name'\nComponent({ data: { name, hidden: typeof window } })",
  'pages/home/home.wxml': '<card>{{name}}</card>',
  'pages/home/home.wxss': '.a { color: red }',
  'components/card/card.json': JSON.stringify({ component: true }),
  'components/card/card.wxml': '<slot />',
  'components/card/card.wxss': '.a { color: red }',
  'name.ts': "export const name: string = 'one'",
}

interface Registered {
  pages: string[]
  styles: Record<string, string>
  components: { path: string; scope?: string; config: { usingComponents: Record<string, string> } }[]
}

/** Runs the bundle as the browser would, with a host that only writes down. */
function run(code: string) {
  const descriptions: Registered[] = []
  const definitions: unknown[] = []
  const registerProgram = (description: Registered, factory: (...globals: unknown[]) => unknown) => {
    descriptions.push(description)
    const Component = (definition: unknown) => definitions.push(definition)
    const globals: Record<string, unknown> = {
      wx: {},
      App: () => undefined,
      Component,
      requireLater: (load: () => unknown) => load,
    }
    const loaded = factory(...PROVIDED_GLOBALS.map((name) => globals[name]))
    if (typeof loaded !== 'object' || loaded === null || !('scripts' in loaded)) throw new Error('no scripts')
    const scripts: unknown = loaded.scripts
    if (typeof scripts !== 'object' || scripts === null) throw new Error('no scripts')
    for (const script of Object.values(scripts)) script()
  }
  vm.runInNewContext(code, { registerProgram, window: {}, console })
  return { description: descriptions[0], definitions }
}

describe('a compiled mini-program', () => {
  let root = ''
  let compiler: Compiler
  beforeAll(async () => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'program-'))
    for (const [name, content] of Object.entries(FILES)) {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
      fs.writeFileSync(path.join(root, name), content)
    }
    compiler = await createCompiler(root)
  })
  afterAll(async () => {
    await compiler.dispose()
    fs.rmSync(root, { recursive: true })
  })

  it('describes its pages and components; only a component has a scope of its own', async () => {
    const { description } = run((await compiler.compile()).code)
    expect(description?.pages).toEqual(['pages/home/home'])
    const [home, card] = description?.components ?? []
    expect(home).toMatchObject({
      path: 'pages/home/home',
      config: { usingComponents: { card: '/components/card/card' } },
    })
    expect(home?.scope).toBeUndefined()
    expect(card?.scope).toBe('s0')
    expect(description?.styles['components/card/card']).toBe('.s0--a { color: red }')
    expect(description?.styles['pages/home/home']).toBe('.a { color: red }')
  })

  it('sees no window, even where there is one', async () => {
    const { definitions } = run((await compiler.compile()).code)
    expect(definitions[0]).toMatchObject({ data: { name: 'one', hidden: 'undefined' } })
  })

  it('runs a module of a sub-package when it is asked for, not before, under the host’s own delay', async () => {
    fs.writeFileSync(
      path.join(root, 'late.ts'),
      "Component({ data: { late: true } })\nexport const late = 'here'",
    )
    const page = path.join(root, 'pages', 'home', 'home.ts')
    const before = fs.readFileSync(page, 'utf8')
    fs.writeFileSync(
      page,
      `Component({ asked: typeof require.async === 'function' ? require.async('../../late') : undefined })`,
    )
    const { definitions } = run((await compiler.compile()).code)
    fs.writeFileSync(page, before)
    expect(definitions).toHaveLength(2)
    const [home] = definitions as { asked(): { late: string } }[]
    expect(home?.asked().late).toBe('here')
    expect(definitions).toHaveLength(3)
  })

  it('takes the helpers that WeChat’s compiler adds from the program’s root', async () => {
    fs.mkdirSync(path.join(root, '@babel', 'runtime'), { recursive: true })
    fs.writeFileSync(path.join(root, '@babel', 'runtime', 'helper.js'), "module.exports = 'helped'")
    const name = path.join(root, 'name.ts')
    const before = fs.readFileSync(name, 'utf8')
    fs.writeFileSync(name, "export const name: string = require('@babel/runtime/helper')")
    const { definitions } = run((await compiler.compile()).code)
    fs.writeFileSync(name, before)
    expect(definitions[0]).toMatchObject({ data: { name: 'helped' } })
  })

  it('is compiled again only after a change', async () => {
    const first = await compiler.compile()
    expect(await compiler.compile()).toBe(first)
    const file = path.join(root, 'name.ts')
    fs.writeFileSync(file, "export const name: string = 'two'")
    fs.utimesSync(file, new Date(), new Date(Date.now() + 5000))
    const { definitions } = run((await compiler.compile()).code)
    expect(definitions[0]).toMatchObject({ data: { name: 'two' } })
  })

  it('says what is missing and where', async () => {
    fs.writeFileSync(
      path.join(root, 'pages', 'home', 'home.json'),
      '{ "usingComponents": { "x": "./nowhere" } }',
    )
    const { warnings } = await compiler.compile()
    expect(warnings).toContain('component not found: pages/home/nowhere')
    fs.writeFileSync(path.join(root, 'pages', 'home', 'home.json'), '{ broken')
    await expect(compiler.compile()).rejects.toThrow(/home\.json/)
  })
})
