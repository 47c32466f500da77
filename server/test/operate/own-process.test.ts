import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LoginResult } from '../../../typings/protocol'
import { AskClient } from '../http/ask-client'
import { pngImage, upload } from '../http/images'
import { type ServerProcess, startServerProcess } from '../http/server-process'

// Whole processes are started here, which takes its time on a busy machine.
jest.setTimeout(120_000)

let place: string
let server: ServerProcess

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'tutor-process-'))
})

afterEach(async () => {
  server.child.kill('SIGKILL')
  await server.ended
  await rm(place, { recursive: true, force: true })
})

describe('what the server makes, where every user may read what another makes', () => {
  let before: number

  beforeEach(() => {
    before = process.umask(0o022)
  })

  afterEach(() => {
    process.umask(before)
  })

  test('is for its own user alone: the folders, the databases with what lies beside them, the secret, the pages', async () => {
    const data = join(place, 'of', 'the', 'server')
    server = startServerProcess({ DATA_DIR: data, DATABASE_URL: '' })
    await useIt(await server.ready)
    const made = await modesIn(join(place, 'of'))
    expect(made.filter(({ mode, isFolder }) => mode !== (isFolder ? 0o700 : 0o600))).toEqual([])
    const names = made.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining([
        'server',
        'files',
        'tutor.db',
        'tutor.db-wal',
        'drafts.db',
        'lock.db',
        'jwt-secret',
      ]),
    )
    // A page has its id for a name.
    expect(names).toContainEqual(expect.stringMatching(/^[0-9a-f-]{36}$/))
  })

  test('leaves a folder that is there as open as it is', async () => {
    const data = join(place, 'data')
    await mkdir(data)
    await chmod(data, 0o750)
    server = startServerProcess({ DATA_DIR: data, DATABASE_URL: '' })
    await server.ready
    expect((await stat(data)).mode & 0o777).toBe(0o750)
    expect((await stat(join(data, 'tutor.db'))).mode & 0o777).toBe(0o600)
  })
})

test('what Node or a library warns of is one object a line, as the whole log is', async () => {
  const script = join(place, 'warn.cjs')
  await writeFile(
    script,
    `setTimeout(() => process.emitWarning('old:\\nupgrade', 'NodeVersionSupportWarning', 'DEP0'), 50)`,
  )
  server = startServerProcess({
    DATA_DIR: join(place, 'data'),
    DATABASE_URL: '',
    NODE_OPTIONS: `--require ${script}`,
  })
  await server.ready
  while (!server.output().includes('NodeVersionSupportWarning')) await sleep(20)
  const lines = server
    .output()
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 40,
      err: expect.objectContaining({ type: 'NodeVersionSupportWarning', code: 'DEP0' }),
    }),
  )
})

/** Asks with a page, so that everything is made. */
async function useIt(address: string): Promise<void> {
  const login = await fetch(`${address}/api/v1/auth/dev-login`, { method: 'POST' })
  const { access_token: token } = (await login.json()) as LoginResult
  const { headers, body } = upload(pngImage(30, 20))
  const sent = await fetch(`${address}/api/v1/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body,
  })
  const { url } = (await sent.json()) as { url: string }
  const asked = new AskClient(address, { token, params: { content: '12×3=', image_urls: [url] } })
  await asked.closed
  expect(asked.done).toBeDefined()
}

async function modesIn(folder: string) {
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  return Promise.all(
    all.map(async (entry) => {
      const { mode } = await stat(join(entry.parentPath, entry.name))
      return { name: entry.name, mode: mode & 0o777, isFolder: entry.isDirectory() }
    }),
  )
}
