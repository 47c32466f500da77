import { readdirSync } from 'node:fs'
import path from 'node:path'

/** The folder that WeChat uploads (`miniprogramRoot` in project.config.json). */
export const miniprogramRoot = path.resolve(__dirname, '..', 'miniprogram')

/** Paths of our own sources with this ending, relative to {@link miniprogramRoot}, with `/`, sorted. */
export function ownSources(ending: string): string[] {
  return readdirSync(miniprogramRoot, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.endsWith(ending) && !file.startsWith('miniprogram_npm/'))
    .sort()
}
