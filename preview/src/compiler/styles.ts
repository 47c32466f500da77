import path from 'node:path'
import { isFile } from './files'
import type { ComponentSource } from './project'
import { compileWxss } from './wxss'

export interface CompiledStyles {
  /** CSS by path; `app` is app.wxss. */
  sheets: Record<string, string>
  /** Prefix of class names by path; a component whose styles are shared has none. */
  scopes: Map<string, string>
}

/** A page's styles are shared, a component's isolated, unless its JSON says otherwise. */
export const styleIsolation = (component: ComponentSource): string =>
  component.config.styleIsolation ?? (component.config.component && !component.isPage ? 'isolated' : 'shared')

const isShared = (isolation: string): boolean => isolation === 'shared' || isolation === 'page-shared'

/** Compiles app.wxss and every component's style sheet. */
export function compileStyles(components: readonly ComponentSource[], root: string): CompiledStyles {
  const sheets: Record<string, string> = {}
  const scopes = new Map<string, string>()
  const appSheet = path.join(root, 'app.wxss')
  if (isFile(appSheet)) sheets.app = compileWxss(appSheet, { root })
  for (const component of components) {
    const scope = isShared(styleIsolation(component)) ? undefined : `s${scopes.size.toString(36)}`
    if (scope !== undefined) scopes.set(component.path, scope)
    const file = `${component.file}.wxss`
    if (isFile(file)) sheets[component.path] = compileWxss(file, { root, scope })
  }
  return { sheets, scopes }
}
