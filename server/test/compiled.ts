import { join } from 'node:path'

/** The variable that names the folder of {@link compiled}; set before the first test. */
export const COMPILED = 'WUHAO_TEST_PROCESSES'

/** What tests start as processes of their own. */
export type Process = 'server' | 'admin' | 'backup' | 'restore' | 'deploy-check' | 'acknowledging-writer'

/** The script of a process as plain JavaScript, for `node`. */
export function compiled(name: Process): string {
  const folder = process.env[COMPILED]
  if (folder === undefined) throw new Error('run by jest, which compiles it')
  return join(folder, `${name}.js`)
}
