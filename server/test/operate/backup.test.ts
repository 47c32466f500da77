import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import type { HistoryItem, LoginResult, UploadedFile } from '../../../typings/protocol'
import { backUp } from '../../src/operate/backup/backup'
import { restore } from '../../src/operate/backup/restore'
import { AnswerRepository } from '../../src/store/answer-repository'
import { lockData } from '../../src/store/data-lock'
import { openDatabase } from '../../src/store/database'
import { FileRepository } from '../../src/store/file-repository'
import { newId } from '../../src/store/identifiers'
import { UserRepository } from '../../src/store/user-repository'
import { compiled } from '../compiled'
import { AskClient } from '../http/ask-client'
import { pngImage, upload } from '../http/images'
import { type ServerProcess, startServerProcess } from '../http/server-process'

// Whole processes are started here, which takes its time on a busy machine.
jest.setTimeout(120_000)

let place: string
let data: string
let file: string
let target: string
let running: ServerProcess[]

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'tutor-backup-'))
  data = join(place, 'data')
  file = join(place, 'backup.tar.gz')
  target = join(place, 'restored')
  running = []
})

afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL')
    await ended
  }
  await rm(place, { recursive: true, force: true })
})

describe('a backup of a server that goes on writing', () => {
  test('has every answer that was acknowledged before it began, saved or half written', async () => {
    const child = spawn(process.execPath, [compiled('acknowledging-writer')], {
      env: { ...process.env, DATA_DIR: data, DATABASE_URL: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const acknowledged: { kind: string; requestId: string; text: string }[] = []
    let userId = ''
    const enough = new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const message = JSON.parse(line)
        if (message.kind === 'began') ({ userId } = message)
        else acknowledged.push(message)
        if (acknowledged.length >= 300) resolve()
      })
    })
    await enough
    const before = [...acknowledged]
    // A process of its own, as for who types it: its copying must not hold up what is heard here.
    expect((await command('backup', file, data)).code).toBe(0)
    const during = acknowledged.length - before.length
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(during).toBeGreaterThan(0)

    await restore(file, target)
    const database = await openDatabase({ dataDirectory: target })
    const answers = new AnswerRepository(database, { warn: jest.fn() })
    for (const { kind, requestId, text } of before) {
      const answer = await answers.find(userId, requestId)
      expect(answer?.content.startsWith(text)).toBe(true)
      if (kind === 'saved') expect(answer?.status).toBe('done')
    }
    await database.close()
  })

  test('is a server again: the login, the answers and the pages, for nobody else to read', async () => {
    const server = start(data)
    const address = await server.ready
    const login = await fetch(`${address}/api/v1/auth/dev-login`, { method: 'POST' })
    const { access_token: token } = (await login.json()) as LoginResult
    const headers = { authorization: `Bearer ${token}` }
    const form = upload(pngImage(30, 20))
    const sent = await fetch(`${address}/api/v1/files`, {
      method: 'POST',
      headers: { ...headers, ...form.headers },
      body: form.body,
    })
    const { id, url } = (await sent.json()) as UploadedFile
    const asked = new AskClient(address, { token, params: { content: '12×3=', image_urls: [url] } })
    await asked.closed
    expect(asked.done).toBeDefined()
    await backUp(data, file)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    // Nothing else is left beside it.
    expect((await readdir(place)).sort()).toEqual(['backup.tar.gz', 'data'])
    const kept = await (await fetch(`${address}/api/v1/files/${id}`, { headers })).arrayBuffer()

    await restore(file, target)
    const again = await start(target).ready
    const history = await fetch(`${again}/api/v1/learning/sessions/${asked.accepted?.session_id}/history`, {
      headers,
    })
    const { items } = (await history.json()) as { items: HistoryItem[] }
    expect(items.map(({ answer }) => answer?.content)).toEqual([asked.text])
    const page = await fetch(`${again}/api/v1/files/${id}`, { headers })
    expect(Buffer.from(await page.arrayBuffer())).toEqual(Buffer.from(kept))
  })
})

describe('a backup', () => {
  beforeEach(async () => {
    await (await openDatabase({ dataDirectory: data })).close()
  })

  test('of a folder without a database is refused, and makes none there', async () => {
    await mkdir(target)
    await expect(backUp(target, file)).rejects.toThrow(/holds no database/)
    expect(await readdir(target)).toEqual([])
  })

  test('that fails leaves the one before as it was, and nothing beside it', async () => {
    await backUp(data, file)
    const former = await readFile(file)
    for (const beside of ['-wal', '-shm']) await rm(join(data, `drafts.db${beside}`), { force: true })
    await writeFile(
      join(data, 'drafts.db'),
      'this is no database, and longer than a header of one would be'.repeat(50),
    )
    await expect(backUp(data, file)).rejects.toThrow()
    expect(await readFile(file)).toEqual(former)
    expect((await readdir(place)).sort()).toEqual(['backup.tar.gz', 'data'])
  })

  test('clears what killed ones left beside it, and neither what one that runs is working in nor what is not theirs', async () => {
    const [killed, running, foreign] = ['.tutor-backup-aB3xyz', '.tutor-backup-000000', '.tutor-backup-mine']
    for (const name of [killed, running, foreign]) await mkdir(join(place, name))
    await writeFile(join(place, killed, 'tutor.db'), 'what students wrote')
    const end = lockData(join(place, running))
    await backUp(data, file)
    end()
    expect((await readdir(place)).sort()).toEqual([running, foreign, 'backup.tar.gz', 'data'])
    await backUp(data, join(place, 'another'))
    expect((await readdir(place)).sort()).toEqual([foreign, 'another', 'backup.tar.gz', 'data'])
  })

  test('goes on beside what has such a name and cannot be cleared, and tells it', async () => {
    const [plain, closed] = ['.tutor-backup-aaaaaa', '.tutor-backup-bbbbbb']
    await writeFile(join(place, plain), 'somebody’s')
    // Not even the owner of everything can open its lock.
    await mkdir(join(place, closed, 'lock.db'), { recursive: true })
    const told: string[] = []
    await backUp(data, file, undefined, (line) => told.push(line))
    expect(told).toEqual([plain, closed].map((name) => expect.stringContaining(join(place, name))))
    expect((await readdir(place)).sort()).toEqual([plain, closed, 'backup.tar.gz', 'data'])
  })

  test('that is killed leaves nothing that the next one does not clear', async () => {
    // It takes longer than a machine that is busy looks away.
    await mkdir(join(data, 'files'), { recursive: true })
    await writeFile(join(data, 'files', 'large'), randomBytes(32_000_000))
    const child = spawn(process.execPath, [compiled('backup'), file], {
      env: { ...process.env, DATA_DIR: data, DATABASE_URL: '' },
      stdio: 'ignore',
    })
    const exited = once(child, 'exit')
    let left: string[] = []
    while (left.length === 0 && child.exitCode === null) {
      left = (await readdir(place)).filter((name) => !['backup.tar.gz', 'data'].includes(name))
    }
    child.kill('SIGKILL')
    await exited
    await backUp(data, file)
    expect((await readdir(place)).sort()).toEqual(['backup.tar.gz', 'data'])
    // It was working in a folder for its owner alone.
    expect(left).toEqual([expect.stringMatching(/^\.tutor-backup-/)])
  })

  test('goes only into an empty folder, and leaves the other as it is', async () => {
    await backUp(data, file)
    const before = await readdir(data)
    await expect(restore(file, data)).rejects.toThrow(/is not empty/)
    expect(await readdir(data)).toEqual(before)
  })

  test('goes also into a new volume of the container, which has an empty folder for pages', async () => {
    await backUp(data, file)
    await mkdir(join(target, 'files'), { recursive: true })
    await restore(file, target)
    expect(await readdir(target)).toEqual(expect.arrayContaining(['files', 'tutor.db']))
  })

  test('that is cut anywhere, or damaged, is put nowhere', async () => {
    await backUp(data, file)
    const whole = await readFile(file)
    const cuts = [0, 1, 10, whole.length >> 1, whole.length - 9, whole.length - 1].map((end) =>
      whole.subarray(0, end),
    )
    const flipped = Buffer.from(whole)
    flipped.writeUInt8(flipped.readUInt8(whole.length >> 1) ^ 0x10, whole.length >> 1)
    for (const bytes of [...cuts, flipped, Buffer.from('no archive at all')]) {
      await writeFile(file, bytes)
      await expect(restore(file, target)).rejects.toThrow(/is no backup, or is damaged|is not whole/)
      expect(await readdir(target)).toEqual([])
    }
    await writeFile(file, whole)
    await restore(file, target)
    expect(await readdir(target)).toContain('tutor.db')
  })

  test.each(['../outside', '/tmp/tutor-outside', 'files/../../outside', 'files/x', 'tutor.db-wal'])(
    'that holds %s is none of ours',
    async (name) => {
      const archive = pack()
      const chunks: Buffer[] = []
      const gzip = archive.pipe(createGzip())
      gzip.on('data', (chunk) => chunks.push(chunk))
      archive.entry({ name }, 'x')
      archive.finalize()
      await once(gzip, 'end')
      await writeFile(file, Buffer.concat(chunks))
      await expect(restore(file, target)).rejects.toThrow(/is no backup/)
      expect(await readdir(target)).toEqual([])
      expect((await readdir(place)).sort()).toEqual(['backup.tar.gz', 'data', 'restored'])
    },
  )

  test('whose restore was killed keeps servers away, and is restored by trying again', async () => {
    await backUp(data, file)
    await mkdir(join(target, '.restoring', 'files'), { recursive: true })
    await writeFile(join(target, '.restoring', 'tutor.db'), 'half')
    await writeFile(join(target, 'drafts.db'), 'half')
    expect(() => lockData(target)).toThrow(/^The data in \S+ is being restored\. /)
    await restore(file, target)
    expect((await readdir(target)).sort()).toEqual(['drafts.db', 'files', 'tutor.db'])
    lockData(target)()
  })

  test('says how many pages are not in it, and fails where that is all of them', async () => {
    const database = await openDatabase({ dataDirectory: data })
    const { id: user_id } = await new UserRepository(database).findOrCreate('dev:安娜', '安娜')
    const files = new FileRepository(database)
    const ids = [newId(), newId(), newId()]
    for (const id of ids)
      await files.insert({ id, user_id, mime: 'image/png', width: 1, height: 1, bytes: 1 })
    await database.close()
    const { code, output } = await command('backup', file, data)
    expect([code, output.trim()]).toEqual([
      1,
      expect.stringMatching(/^None of the 3 pages is in .*S3_…[^\n]*$/),
    ])
    expect(await readdir(place)).toEqual(['data'])
    await mkdir(join(data, 'files'), { recursive: true })
    await writeFile(join(data, 'files', ids[1] ?? ''), 'x')
    expect(await command('backup', file, data)).toMatchObject({
      code: 0,
      output: expect.stringContaining('1 pages; the bytes of 2 more were not found'),
    })
  })

  test('and its restore are commands, which say in one line what is wrong', async () => {
    expect(await command('backup', file, data)).toMatchObject({
      code: 0,
      output: expect.stringContaining('is backed up in'),
    })
    expect(await command('restore', file, target)).toMatchObject({
      code: 0,
      output: expect.stringContaining('is restored in'),
    })
    for (const [name, path, folder, told] of [
      [
        'backup',
        join(place, 'nowhere', 'x'),
        data,
        /^Nothing can be written into \S+nowhere \(ENOENT\): make /,
      ],
      ['backup', join(file, 'x'), data, /^Nothing can be written into \S+backup.tar.gz \(ENOTDIR\): make /],
      ['restore', join(place, 'nowhere'), join(place, 'other'), /nowhere cannot be read \(ENOENT\): /],
      ['restore', file, data, / is not empty /],
    ] as const) {
      const { code, output } = await command(name, path, folder)
      expect([code, output.trim()]).toEqual([1, expect.stringMatching(told)])
      expect(output.trim().split('\n')).toHaveLength(1)
    }
    expect(await command('backup', '', data)).toMatchObject({ code: 2 })
  })
})

function start(dataDirectory: string): ServerProcess {
  const server = startServerProcess({ DATA_DIR: dataDirectory })
  running.push(server)
  return server
}

async function command(name: 'backup' | 'restore', path: string, dataDirectory: string) {
  const child = spawn(process.execPath, [compiled(name), ...(path === '' ? [] : [path])], {
    env: { ...process.env, DATA_DIR: dataDirectory, DATABASE_URL: '' },
  })
  const chunks: string[] = []
  child.stdout.on('data', (chunk) => chunks.push(String(chunk)))
  child.stderr.on('data', (chunk) => chunks.push(String(chunk)))
  const [code] = await once(child, 'close')
  return { code, output: chunks.join('') }
}
