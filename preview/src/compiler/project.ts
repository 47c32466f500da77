import path from 'node:path'
import type { AppConfig, ComponentConfig, ThemeVariables } from '../shared/program'
import { isFile, readJson } from './files'
import type { Resolver } from './resolver'
import { scriptFile } from './resolver'

/** A component of the program before it is compiled. */
export interface ComponentSource {
  path: string
  /** Its files' common part, without an extension. */
  file: string
  config: ComponentConfig
  script: string | undefined
  isPage: boolean
}

export interface ProjectSources {
  app: AppConfig
  theme: ThemeVariables
  pages: string[]
  components: ComponentSource[]
  warnings: string[]
}

/** JSON written by hand for WeChat; its shape is checked by WeChat's own compiler (see .ci), not here. */
function readConfig<T extends object>(file: string, defaults: T): T {
  const value = isFile(file) ? readJson(file) : {}
  if (typeof value !== 'object' || value === null) throw new Error(`${file}: an object is expected`)
  return { ...defaults, ...value }
}

function listPages(app: AppConfig): string[] {
  const subPackages = app.subPackages ?? app.subpackages ?? []
  const inner = subPackages.flatMap((part) => part.pages.map((page) => path.posix.join(part.root, page)))
  return [...app.pages, ...inner]
}

/** Makes the component paths of one JSON file absolute, and tells which components it needs. */
function resolveConfig(
  raw: ComponentConfig,
  from: string,
  shared: Record<string, string>,
  resolver: Resolver,
): { config: ComponentConfig; needed: string[] } {
  const own: Record<string, string> = {}
  for (const [name, value] of Object.entries(raw.usingComponents)) own[name] = resolver.component(value, from)
  const generics: Record<string, true | { default?: string }> = {}
  for (const [name, value] of Object.entries(raw.componentGenerics ?? {})) {
    const fallback = value === true ? undefined : value.default
    generics[name] = fallback === undefined ? true : { default: `/${resolver.component(fallback, from)}` }
  }
  const using = Object.fromEntries(Object.entries({ ...shared, ...own }).map(([name, v]) => [name, `/${v}`]))
  const config: ComponentConfig = { ...raw, usingComponents: using, componentGenerics: generics }
  const defaults = Object.values(generics).flatMap((value) =>
    value === true || value.default === undefined ? [] : [value.default.slice(1)],
  )
  return { config, needed: [...Object.values(own), ...defaults] }
}

/** Reads app.json and follows every page and component that it names. */
export function readProject(resolver: Resolver): ProjectSources {
  const app = readConfig<AppConfig>(path.join(resolver.root, 'app.json'), { pages: [] })
  const themeFile = path.join(resolver.root, app.themeLocation ?? 'theme.json')
  const theme = readConfig<ThemeVariables>(themeFile, { light: {}, dark: {} })
  const pages = listPages(app)
  const shared: Record<string, string> = {}
  for (const [name, value] of Object.entries(app.usingComponents ?? {})) {
    shared[name] = resolver.component(value, 'app')
  }

  const warnings: string[] = []
  const found = new Map<string, ComponentSource>()
  const queue = [...pages, ...Object.values(shared)]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (found.has(next)) continue
    const file = resolver.toFile(next)
    const isPage = pages.includes(next)
    if (!isPage && !isFile(`${file}.json`)) {
      warnings.push(`component not found: ${next}`)
      continue
    }
    const raw = readConfig<ComponentConfig>(`${file}.json`, { usingComponents: {} })
    const { config, needed } = resolveConfig(raw, next, shared, resolver)
    found.set(next, { path: next, file, config, script: scriptOf(file), isPage })
    queue.push(...needed)
  }
  return { app, theme, pages, components: [...found.values()], warnings }
}

const scriptOf = (file: string): string | undefined => {
  const script = scriptFile(file)
  return script === file ? undefined : script
}
