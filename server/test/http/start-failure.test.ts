import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { developmentSecret } from '../../src/auth/secret'
import { BucketAway } from '../../src/files/bucket-away'
import { createLogger } from '../../src/operate/log'
import { startFailure } from '../../src/operate/start-failure'
import { startServer } from '../../src/server'
import { readConfig } from '../../src/settings/config'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tutor-start-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

/** What is told to whoever starts it. */
async function failureOf(environment: Record<string, string>): Promise<string> {
  const config = readConfig({ DATA_DIR: directory, PORT: '0', ...environment })
  const logger = createLogger({ level: 'silent' })
  const outcome = await startServer(config, logger).catch((error: unknown) => startFailure(error, config))
  if (typeof outcome === 'string') return outcome
  await outcome.end(0)
  return 'it started'
}

const garbage = Buffer.alloc(8192, 'this is no database ')

describe('a server that cannot start says in one line what to do', () => {
  const put = (name: string, content: Buffer | string) => writeFile(join(directory, name), content)

  test.each<[string, RegExp, () => Promise<Record<string, string>>]>([
    [
      'a data folder that is a file',
      /^The data folder \S+ cannot be made: .*DATA_DIR/,
      async () => {
        await put('data', '')
        return { DATA_DIR: join(directory, 'data') }
      },
    ],
    [
      'a data folder below a file',
      /^The data folder \S+ cannot be made: .*DATA_DIR/,
      async () => {
        await put('data', '')
        return { DATA_DIR: join(directory, 'data', 'tutor') }
      },
    ],
    [
      'garbage for the database',
      /^A database in \S+ is damaged or is none\. .*tutor\.db/,
      async () => {
        await put('tutor.db', garbage)
        return {}
      },
    ],
    [
      'garbage for the drafts',
      /^A database in \S+ is damaged or is none\. /,
      async () => {
        await put('drafts.db', garbage)
        return {}
      },
    ],
    [
      'garbage for the lock',
      /^A database in \S+ is damaged or is none\. /,
      async () => {
        await put('lock.db', garbage)
        return {}
      },
    ],
    [
      'a folder for the database',
      /^The data folder \S+ cannot be /,
      async () => {
        await mkdir(join(directory, 'tutor.db'))
        return {}
      },
    ],
    [
      'a file for the uploads',
      /^The data folder \S+ cannot be made: /,
      async () => {
        await put('files', '')
        return {}
      },
    ],
    [
      'an empty secret file',
      /^The secret in \S+jwt-secret is too short to be one\. Delete the file/,
      async () => {
        await put('jwt-secret', '')
        return {}
      },
    ],
    [
      'an address of another machine',
      /^HOST=192\.0\.2\.1 is no address of this machine\. /,
      async () => ({
        HOST: '192.0.2.1',
      }),
    ],
    [
      'a name that is no address',
      /^HOST=\S+ is no address of this machine\. /,
      async () => ({
        HOST: 'no-such-host.invalid',
      }),
    ],
  ])('%s', async (_name, line, prepare) => {
    const told = await failureOf(await prepare())
    expect(told).toMatch(line)
    expect(told).not.toContain('\n')
  })

  test.each([
    ['EACCES', 'cannot be written to'],
    ['EROFS', 'cannot be written to'],
    ['SQLITE_READONLY_DIRECTORY', 'cannot be written to'],
    ['SQLITE_CANTOPEN', 'cannot be written to'],
    ['ENOSPC', 'is full'],
    ['EDQUOT', 'is full'],
    ['SQLITE_FULL', 'is full'],
    ['SQLITE_CORRUPT', 'is damaged'],
    ['SQLITE_IOERR_WRITE', 'does not read or write'],
    ['SQLITE_BUSY', 'is locked by another program'],
    ['EWHATEVER', 'The server cannot start: it went wrong somehow'],
  ])('a failure with the code %s', (code, words) => {
    const error = Object.assign(new Error('it went wrong\n    somehow'), { code })
    const told = startFailure(error, readConfig({ DATA_DIR: '/srv/data' }))
    expect(told).toContain(words)
    expect(told).not.toContain('\n')
  })

  test('a database of a newer version', () => {
    const error = new Error('corrupted migrations: previously executed migration 009-later is missing')
    expect(startFailure(error, readConfig({}))).toMatch(/^The database was made by a newer version/)
  })
})

describe('the secret that a server makes', () => {
  test('is only there whole, for nobody else to read, and the same for all who ask at once', async () => {
    const made = await Promise.all([1, 2, 3].map(() => developmentSecret(directory)))
    expect(new Set(made).size).toBe(1)
    expect(await developmentSecret(directory)).toBe(made[0])
    const path = join(directory, 'jwt-secret')
    expect(await readFile(path, 'utf8')).toHaveLength(64)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(directory)).toEqual(['jwt-secret'])
  })
})

test('a bucket that refuses is named, with the settings that lead to it', () => {
  const failure = new BucketAway('pages', new Error('The secret is wrong.'))
  expect(startFailure(failure, undefined)).toMatch(
    /^The bucket pages .*: The secret is wrong\. .*S3_SECRET_KEY/,
  )
})
