import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ICON_SHEET, IconError, iconsIn, libraryCodePoints } from '../../scripts/build-icons'

const root = path.join(__dirname, '..', '..')
const library = libraryCodePoints(root)
const folders: string[] = []

/** Names that the build finds in a program of these files. */
function found(files: Record<string, string>): string[] {
  const program = mkdtempSync(path.join(tmpdir(), 'icons-'))
  folders.push(program)
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(program, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return iconsIn(program, library)
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

describe('the icons that the package carries', () => {
  it.each<[string, string, string[]]>([
    ['a name', '<t-icon name="book" size="22px" />', ['book']],
    [
      'either of two',
      `<t-icon name="{{open ? 'chevron-up' : 'chevron-down'}}" />`,
      ['chevron-down', 'chevron-up'],
    ],
    [
      'not what is compared with',
      `<t-icon name="{{kind === 'error' ? 'close' : 'check'}}" />`,
      ['check', 'close'],
    ],
    ['a button of the library', '<t-button t-class="send" icon="arrow-up" />', ['arrow-up']],
    [
      'an object of the library',
      `<t-search left-icon="{{ {name: 'search', size: '36rpx'} }}" />`,
      ['search'],
    ],
    ['over several lines', '<t-icon\n  class="mark"\n  name="file-add"\n/>', ['file-add']],
    ['no icon of the library', '<view name="book" icon="close">refresh</view>', []],
  ])('are found in a template: %s', (_, wxml, names) => {
    expect(found({ 'pages/a.wxml': wxml })).toEqual(names)
  })

  it.each<[string, string, string[]]>([
    ['a field', `const words = [{ icon: 'functions', subject: '数学' }]`, ['functions']],
    ['an object', `const data = { searchIcon: { name: 'search', size: '36rpx' } }`, ['search']],
    ['a table', `const RATING_ICONS = { forgot: 'refresh', hard: 'minus' } as const`, ['minus', 'refresh']],
    ['a choice', `const icon = good ? 'check' : 'close'`, ['check', 'close']],
    ['not a toast of the platform', `wx.showToast({ title, icon: 'none' })`, []],
    ['not any word', `const state = 'stop'`, []],
  ])('are found in a script: %s', (_, script, names) => {
    expect(found({ 'pages/a.ts': script })).toEqual(names)
  })

  it('are found where the template takes them from a script', () => {
    const files = {
      'a.wxml': '<t-icon name="{{item.icon}}" />',
      'a.ts': `const items = [{ icon: 'lightbulb' }]`,
    }
    expect(found(files)).toEqual(['lightbulb'])
  })

  it('take in those that the library shows by itself', () => {
    const used = '{ "usingComponents": { "t-parent": "tdesign-miniprogram/parent/parent" } }'
    const parent = 'miniprogram_npm/tdesign-miniprogram/parent/parent'
    const child = 'miniprogram_npm/tdesign-miniprogram/child/child'
    const icon = 'miniprogram_npm/tdesign-miniprogram/icon/icon'
    expect(
      found({
        'a.json': used,
        [`${parent}.json`]: '{ "usingComponents": { "t-child": "../child/child" } }',
        [`${parent}.wxml`]: '<t-child name="refresh" />',
        [`${child}.json`]: '{ "usingComponents": { "t-icon": "../icon/icon" } }',
        [`${child}.js`]: 'const a="close-circle-filled";this.triggerEvent("no-icon")',
        [`${icon}.json`]: '{ "component": true }',
      }),
    ).toEqual(['close-circle-filled'])
  })

  it('are the library’s: another name fails and says where it stands', () => {
    const misspelt = () => found({ 'pages/a.wxml': '<t-icon name="bok" />' })
    expect(misspelt).toThrow(IconError)
    expect(misspelt).toThrow('bok in pages/a.wxml')
  })

  it('can be found: a name that comes from elsewhere fails', () => {
    expect(() => found({ 'pages/a.wxml': '<t-icon name="{{sign}}" />' })).toThrow('pages/a.wxml: {{sign}}')
  })

  it('are all in the sheet of the program', () => {
    const sheet = readFileSync(path.join(root, 'miniprogram', ICON_SHEET), 'utf8')
    const names = iconsIn(path.join(root, 'miniprogram'), library)
    expect(names.filter((name) => !sheet.includes(`.t-icon-${name}:before`))).toEqual([])
    expect(sheet).toContain('src:url(data:font/woff;base64,')
  })

  it('come with the package: no style sheet asks another host', () => {
    const program = path.join(root, 'miniprogram')
    const sheets = readdirSync(program, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.wxss'),
    )
    expect(sheets.length).toBeGreaterThan(20)
    expect(
      sheets.filter((file) => /https?:\/\//.test(readFileSync(path.join(program, file), 'utf8'))),
    ).toEqual([])
  })
})
