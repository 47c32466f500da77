import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../errors/error-code'
import { SHORTEST_SECRET } from '../settings/secret-length'

/** The file of the secret holds none; `message` is one line that says what to do. */
export class SecretUnusable extends Error {
  override readonly name = 'SecretUnusable'

  constructor(path: string) {
    super(
      `The secret in ${path} is too short to be one. Delete the file (a new one is made, and everybody logs in again), or set JWT_SECRET.`,
    )
  }
}

/**
 * The secret of a development server: random, and kept in a file of `dataDirectory` that only its owner can read,
 * so that a restart keeps logins. Rejects with {@link SecretUnusable} where that file holds none.
 */
export async function developmentSecret(dataDirectory: string): Promise<string> {
  await mkdir(dataDirectory, { recursive: true })
  const path = join(dataDirectory, 'jwt-secret')
  const secret = (await existing(path)) ?? (await make(path))
  if (secret.trim().length < SHORTEST_SECRET) throw new SecretUnusable(path)
  return secret
}

async function existing(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Under its name it is whole or not there, whatever happens meanwhile; of two servers that make one at the same time, both
 * take that of the first.
 */
async function make(path: string): Promise<string> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const file = await open(draft, 'w', 0o600)
    try {
      await file.writeFile(randomBytes(48).toString('base64url'))
      await file.sync()
    } finally {
      await file.close()
    }
    await publish(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
  return readFile(path, 'utf8')
}

/** A rename would put it over the other one's; some file systems have nothing better. */
async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') await rename(draft, path)
  }
}
