import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const PROGRAM = join(__dirname, '..', '..', 'miniprogram')

/** What shows a touch itself (a button of TDesign, the voice's own state), or has no `hover-class` in WeChat and opens what covers all at once. */
const OTHERWISE: readonly string[] = [
  'components/answer-passage/answer-passage.wxml: image image',
  'components/answer-passage/answer-passage.wxml: text {{node.classes}}',
  'components/composer/composer.wxml: view voice',
  'components/privacy-popup/privacy-popup.wxml: t-button',
  'study/components/marked-photos/marked-photos.wxml: image photo',
]

/** The templates of the program's own views. */
const templates = readdirSync(PROGRAM, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.wxml') && !path.startsWith('miniprogram_npm'))
  .map((path) => join(PROGRAM, path))

/** A tag of a template with what it has inside. */
interface Tag {
  name: string
  attributes: string
  inside: Tag[]
}

function tagsOf(template: string): Tag[] {
  const all: Tag[] = []
  const open: Tag[] = []
  const text = readFileSync(template, 'utf8').replace(/<!--[\s\S]*?-->/g, '')
  for (const [, end, name = '', attributes = '', alone] of text.matchAll(
    /<(\/?)([a-z-]+)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*(\/?)>/g,
  )) {
    if (end === '/') {
      open.pop()
      continue
    }
    const tag: Tag = { name, attributes, inside: [] }
    for (const around of open) around.inside.push(tag)
    all.push(tag)
    if (alone !== '/') open.push(tag)
  }
  expect([template, open]).toEqual([template, []])
  return all
}

/** Its name and its first class. */
function nameOf({ name, attributes }: Tag): string {
  return [name, ...(/\sclass="(\S+?)["\s]/.exec(attributes)?.slice(1) ?? [])].join(' ')
}

const tapped = ({ attributes }: Tag) => /\s(?:bind|catch):?tap=/.test(attributes)
const hoverOf = ({ attributes }: Tag) => /\shover-class="([^"]+)"/.exec(attributes)?.[1]

/** A sheet with all that it imports; empty where a view has none. */
function sheet(path: string): string {
  if (!existsSync(path)) return ''
  return readFileSync(path, 'utf8').replace(/@import "([^"]+)";/g, (_, other: string) =>
    sheet(other.startsWith('/') ? join(PROGRAM, other) : join(dirname(path), other)),
  )
}

describe('What can be tapped', () => {
  test('shows that it was touched, itself or by what it has inside', () => {
    const silent = templates.flatMap((path) =>
      tagsOf(path)
        .filter((tag) => tapped(tag) && ![tag, ...tag.inside].some((one) => hoverOf(one) !== undefined))
        .map((tag) => `${relative(PROGRAM, path)}: ${nameOf(tag)}`),
    )
    expect(templates.length).toBeGreaterThan(30)
    expect([...new Set(silent)].sort()).toEqual([...OTHERWISE].sort())
  })

  test('has a style for it in its view’s own sheet', () => {
    const missing = templates.flatMap((path) => {
      const styles = sheet(path.replace(/wxml$/, 'wxss'))
      return (
        tagsOf(path)
          .flatMap((tag) => hoverOf(tag) ?? [])
          // Of a choice, what stands behind its question mark.
          .flatMap((hover) => (hover.startsWith('{{') ? (hover.match(/(?<=[?:] ')[a-z-]+/g) ?? []) : [hover]))
          .filter((name) => name !== 'none' && !new RegExp(`\\.${name}\\b`).test(styles))
          .map((name) => `${relative(PROGRAM, path)}: .${name}`)
      )
    })
    expect([...new Set(missing)]).toEqual([])
  })
})
