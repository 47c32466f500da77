import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** One room runs code of another. */
export interface Way {
  from: string
  to: string
}

export interface House {
  /** Folders from the root of the repository, `/` between, sorted. */
  rooms: readonly string[]
  /** Imports of one room from another, each once; types alone are no way, since nothing runs through them. */
  ways: readonly Way[]
}

const ROOT = path.resolve(__dirname, '..', '..')
/** What is divided into rooms. The mistake book's sub-package is a house of its own in the mini-program. */
const WINGS = ['miniprogram/study', 'miniprogram', 'server/src', 'preview/src', 'packages']

/** Reads the rooms and the ways between them from the sources. */
export function readHouse(): House {
  const files = ['miniprogram', 'server/src', 'preview/src', 'packages'].flatMap(sources)
  const known = new Set(files)
  const ways = new Map<string, Way>()
  for (const file of files) {
    for (const target of importsOf(file)) {
      if (!known.has(target)) continue
      const [from, to] = [roomOf(file), roomOf(target)]
      if (from !== to) ways.set(`${from} ${to}`, { from, to })
    }
  }
  return { rooms: [...new Set(files.map(roomOf))].sort(), ways: [...ways.values()].sort(byName) }
}

/**
 * The ways without those that also lead over other rooms: few enough to be drawn. Rooms that lead to each other keep all the
 * ways between them.
 */
export function plainWays(ways: readonly Way[]): readonly Way[] {
  return ways.reduce<readonly Way[]>((kept, way) => {
    const others = kept.filter((other) => other !== way)
    return leads(others, way.from, way.to) && !leads(ways, way.to, way.from) ? others : kept
  }, ways)
}

function leads(ways: readonly Way[], from: string, to: string): boolean {
  const reached = new Set([from])
  for (const room of reached) {
    for (const way of ways) if (way.from === room) reached.add(way.to)
  }
  return reached.has(to)
}

function byName(one: Way, other: Way): number {
  return `${one.from} ${one.to}` < `${other.from} ${other.to}` ? -1 : 1
}

/** Modules below a folder, from the root of the repository. */
function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .filter((name) => !/(^|\/)(node_modules|miniprogram_npm)\//.test(name))
    .sort()
}

function roomOf(file: string): string {
  const wing = WINGS.find((each) => file.startsWith(`${each}/`)) ?? ''
  const [first = '', ...more] = file.slice(wing.length + 1).split('/')
  return more.length === 0 && wing !== 'miniprogram' ? wing : `${wing}/${first}`
}

/** The modules whose code a module runs, as far as they are named by a relative path. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const named = new Set(statements.map(specifierOf))
  const run = new Set(statements.flatMap(runs))
  return (
    ts
      .preProcessFile(text)
      .importedFiles.map(({ fileName }) => fileName)
      // What no statement names is imported in the middle of a run.
      .filter((name) => name.startsWith('.') && (run.has(name) || !named.has(name)))
      .map((name) => path.posix.join(path.posix.dirname(file), name))
      .flatMap((name) => [`${name}.ts`, `${name}/index.ts`])
  )
}

/** What a statement imports to run it. */
function runs(statement: ts.Statement): string[] {
  const name = specifierOf(statement)
  if (name === undefined) return []
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly ? [] : [name]
  if (!ts.isImportDeclaration(statement)) return []
  const { importClause } = statement
  if (importClause === undefined) return [name]
  if (importClause.isTypeOnly) return []
  const { namedBindings } = importClause
  const isAllTypes =
    importClause.name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  return isAllTypes ? [] : [name]
}

function specifierOf(statement: ts.Statement): string | undefined {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return undefined
  const { moduleSpecifier } = statement
  return moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier)
    ? moduleSpecifier.text
    : undefined
}
