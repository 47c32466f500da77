import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './packed'

/** Folders that the package's files come from, each with the place of its files in it; the first that has a file counts. */
const SOURCES: readonly [folder: string, place: string][] = [
  ['packages/answer-view/src', ''],
  ['miniprogram/render/math', 'math/'],
  ['miniprogram/components', ''],
  ['miniprogram', ''],
]

/** The source of a file of the package. Throws where there is none. */
export function sourceOf(place: string): string {
  for (const [folder, prefix] of SOURCES) {
    const file = path.join(root, folder, place.slice(prefix.length))
    if (place.startsWith(prefix) && existsSync(file)) return file
  }
  throw new Error(`nothing in the sources is the package's ${place}`)
}

/** What a component consists of beside its script; its place is without an ending. */
const SHEETS = ['.json', '.wxml', '.wxss']

/** The places of all that these components and those in them consist of, but for scripts. */
export function sheetsOf(components: readonly string[]): string[] {
  const found = new Set<string>()
  const look = (place: string): void => {
    if (found.has(place)) return
    found.add(place)
    const text = readFileSync(sourceOf(place), 'utf8')
    for (const reference of referencesIn(path.extname(place), text)) {
      const named = path.posix.join(path.posix.dirname(place), reference)
      if (path.posix.extname(named) === '') for (const ending of SHEETS) look(named + ending)
      else look(named)
    }
  }
  for (const component of components) for (const ending of SHEETS) look(component + ending)
  return [...found]
}

/** The components among these sheets, by their places without an ending. */
export function componentsIn(sheets: readonly string[]): string[] {
  return sheets.filter((place) => place.endsWith('.json')).map((place) => place.slice(0, -'.json'.length))
}

/** What a file of that kind names by a path relative to itself. */
function referencesIn(ending: string, text: string): string[] {
  if (ending === '.json') {
    const { usingComponents = {} }: { usingComponents?: Record<string, string> } = JSON.parse(text)
    return Object.values(usingComponents)
  }
  const pattern = PATTERNS[ending]
  return pattern === undefined ? [] : [...text.matchAll(pattern)].map(([, named = '']) => named)
}

const PATTERNS: Readonly<Record<string, RegExp>> = {
  '.wxml': /<(?:wxs|import|include)\b[^>]*\ssrc="([^"]+)"/g,
  '.wxss': /@import "([^"]+)"/g,
  '.wxs': /require\('([^']+)'\)/g,
}
