import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import path from 'node:path'
import { Script } from 'node:vm'
import { nameSources } from './name-sources'

/**
 * What V8 has made of the bundle, beside it: for this very build of Node alone. V8 itself looks no further than its own version, and
 * Node 20.19 breaks down over what 20.20 made, by a V8 of the same one.
 */
export const CODE_CACHE = `server-${thisBuild()}.cache`

/**
 * What V8 calls the bundle. No path: in its cache V8 keeps the name that the bundle had when it was built, in whichever folder that was, and names
 * it so in traces.
 */
const NAME = 'server.js'

const HEAD = '(function (exports, require, module, __filename, __dirname) {'

function thisBuild(): string {
  const { arch, platform, versions, config } = process
  return createHash('sha256')
    .update(JSON.stringify([arch, platform, versions, config]))
    .digest('hex')
    .slice(0, 16)
}

/**
 * Runs `server.js` of a built server's folder. V8 takes what it made of it when it was built, where it is the same Node, and else compiles it as
 * it would anyway: that is a fifth of a start. It is ASCII (scripts/server/plain-patterns.ts), and read as that. Gives what the cache is
 * made of.
 */
export function loadBundle(folder: string): Script {
  const filename = path.join(folder, NAME)
  const cache = path.join(folder, CODE_CACHE)
  const script = new Script(`${HEAD}${readFileSync(filename, 'latin1')}\n})`, {
    filename: NAME,
    columnOffset: -HEAD.length,
    ...(existsSync(cache) ? { cachedData: readFileSync(cache) } : {}),
  })
  nameSources(NAME, filename)
  const bundle = new Module(filename)
  bundle.filename = filename
  script.runInThisContext()(bundle.exports, createRequire(filename), bundle, filename, folder)
  return script
}
