import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { CompiledProgram } from './compiled-program'

/** The page that a student sees first. */
export const FIRST_PAGE = 'pages/chat/chat'

interface Config {
  usingComponents?: Record<string, string>
  componentPlaceholder?: Record<string, string>
}

/**
 * Runs what WeChat runs of the compile in `folder` before it draws `page` for the first time, with `lazyCodeLoading: requiredComponents`:
 * app.js, then the page with the components that it names, and theirs. One with a placeholder is brought after that frame
 * (https://developers.weixin.qq.com/miniprogram/dev/framework/ability/lazyload.html). `program` is of the same folder.
 */
export function runFirstFrame(program: CompiledProgram, folder: string, page: string): void {
  program.require('app.js')
  for (const name of componentsOf(folder, page, new Set())) program.require(`${name}.js`)
}

/** The modules that have run, in the order in which they began to, and the bytes of each. */
export function weighRun(program: CompiledProgram, folder: string): [name: string, bytes: number][] {
  return program.hasRun.map((name): [string, number] => [name, statSync(path.join(folder, name)).size])
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
