import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { CompiledProgram } from '../../scripts/package/compiled-program'
import { processorTimeOf } from './processor'

/** What a start runs before its first frame. */
export interface Start {
  processor: number
  /** Its modules in the order in which they began to run, and the bytes of each. */
  modules: [name: string, bytes: number][]
}

interface Config {
  usingComponents?: Record<string, string>
  componentPlaceholder?: Record<string, string>
}

/**
 * Starts the compile in `folder` as WeChat does with `lazyCodeLoading: requiredComponents`: app.js, then the page with the
 * components that it names, and theirs. One with a placeholder is brought only when it is drawn for the first time.
 */
export function start(folder: string, page: string): Start {
  const program = new CompiledProgram(folder)
  const components = componentsOf(folder, page, new Set())
  const processor = processorTimeOf(() => {
    program.require('app.js')
    for (const name of components) program.require(`${name}.js`)
  })
  const modules = program.hasRun.map((name): [string, number] => [
    name,
    statSync(path.join(folder, name)).size,
  ])
  return { processor, modules }
}

/** The component and those that it draws, innermost first. */
function componentsOf(folder: string, name: string, seen: Set<string>): string[] {
  if (seen.has(name)) return []
  seen.add(name)
  const config: Config = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'))
  const parts = Object.entries(config.usingComponents ?? {})
    .filter(([tag]) => config.componentPlaceholder?.[tag] === undefined)
    .flatMap(([, target]) => componentsOf(folder, placeOf(target, name), seen))
  return [...parts, name]
}

/** `/x` from the program's root, `./x` from the component, a package from `miniprogram_npm`. */
function placeOf(target: string, from: string): string {
  if (target.startsWith('/')) return target.slice(1)
  if (target.startsWith('.')) return path.posix.join(path.posix.dirname(from), target)
  return `miniprogram_npm/${target}`
}
