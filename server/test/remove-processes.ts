import { rm } from 'node:fs/promises'
import { COMPILED } from './compiled'

/** After the last of the server's tests. */
export default async function removeProcesses(): Promise<void> {
  const folder = process.env[COMPILED]
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}
