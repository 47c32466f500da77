import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(__dirname, '../../miniprogram')

/** What a host holds back until the student agreed: https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/miniprogram-intro.html */
const PRIVATE = [
  'authorize',
  'chooseImage',
  'chooseMedia',
  'chooseMessageFile',
  'getClipboardData',
  'getRecorderManager',
  'saveImageToPhotosAlbum',
  'saveVideoToPhotosAlbum',
  'setClipboardData',
  'showShareImageMenu',
]
const CALLS = new RegExp(`\\bwx\\.(${PRIVATE.join('|')})\\b`, 'g')
/** What a script runs of others; types are gone when it runs. */
const IMPORTS = /(?:\b(?:import|export)\s+(?!type\b)[^'";]*?\bfrom\s+|\brequire(?:\.async)?\()'(\.[^']+)'/g

interface App {
  pages: string[]
  subPackages: { root: string; pages: string[] }[]
}
interface Page {
  pageOrientation?: string
  usingComponents?: Record<string, string>
}

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
const app: App = JSON.parse(read('app.json'))
const pages = [
  ...app.pages,
  ...app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`)),
]
const configOf = (component: string): Page => JSON.parse(read(`${component}.json`))

/** Every private API that what a page is made of can come to call. */
function privateApis(page: string): string[] {
  const scripts = new Set<string>()
  const components = new Set([page])
  for (const component of components) {
    for (const used of Object.values(configOf(component).usingComponents ?? {})) {
      const file = used.startsWith('/') ? used.slice(1) : path.join(path.dirname(component), used)
      if (existsSync(path.join(ROOT, `${file}.ts`))) components.add(file)
    }
    scripts.add(component)
  }
  const found = new Set<string>()
  for (const script of scripts) {
    const source = read(`${script}.ts`).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    for (const [, name] of source.matchAll(CALLS)) if (name !== undefined) found.add(name)
    for (const [, to] of source.matchAll(IMPORTS)) {
      const file = path.join(path.dirname(script), to ?? '')
      if (existsSync(path.join(ROOT, `${file}.ts`))) scripts.add(file)
    }
  }
  return [...found].sort()
}

test('what a page may come to call is found through its components and what they load later', () => {
  expect(privateApis('pages/chat/chat')).toEqual([
    'authorize',
    'chooseMedia',
    'getRecorderManager',
    'setClipboardData',
    'showShareImageMenu',
  ])
  expect(privateApis('study/pages/mistake/mistake')).toContain('setClipboardData')
  expect(privateApis('render/math/pages/device-check/device-check')).toEqual([])
})

describe.each(pages)('The page %s', (page) => {
  test('asks for the consent that what it calls waits for, where it calls such', () => {
    if (privateApis(page).length === 0) return
    expect(configOf(page).usingComponents).toMatchObject({
      'privacy-popup': '/components/privacy-popup/privacy-popup',
    })
    expect(read(`${page}.wxml`)).toContain('<privacy-popup id="privacy" />')
    expect(read(`${page}.ts`)).toMatch(/\n {4}onShow\(\) \{\n {6}asksConsent\(this\)\n/)
  })

  test('turns with the phone', () => {
    expect(configOf(page).pageOrientation).toBe('auto')
  })
})
