import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backUp } from '../../src/operate/backup/backup'
import { openDatabase } from '../../src/store/database'
import { compiled } from '../compiled'

jest.setTimeout(120_000)

let place: string

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'tutor-admin-'))
})

afterEach(() => rm(place, { recursive: true, force: true }))

describe('the admin command in a folder that is not the data folder', () => {
  test.each([
    ['usage'],
    ['users'],
    ['users', 'anna'],
    ['quota', 'anna', '3'],
    ['jobs'],
    ['user:erase', 'anna', '--yes'],
    ['database:move'],
  ])('%s says so in one line, and makes nothing there', async (...typed) => {
    const empty = join(place, 'empty')
    await mkdir(empty)
    for (const folder of [empty, join(place, 'missing')]) {
      const { code, output } = await admin(folder, typed)
      expect([code, output.trim()]).toEqual([1, expect.stringMatching(/^\S+ holds no database: [^\n]*$/)])
    }
    expect(await readdir(place)).toEqual(['empty'])
    expect(await readdir(empty)).toEqual([])
    await expect(backUp(empty, join(place, 'backup'))).rejects.toThrow(/holds no database/)
  })

  test('tells its help all the same', async () => {
    for (const typed of [[], ['help']]) {
      const { code, output } = await admin(join(place, 'missing'), typed)
      expect([code, output]).toEqual([0, expect.stringContaining('npm run admin -- COMMAND')])
    }
    expect(await readdir(place)).toEqual([])
  })
})

test('the admin command in the data folder works on what is there', async () => {
  await (await openDatabase({ dataDirectory: place })).close()
  expect(await admin(place, ['users'])).toMatchObject({ code: 0, output: expect.stringContaining('answers') })
})

async function admin(dataDirectory: string, typed: readonly string[]) {
  const child = spawn(process.execPath, [compiled('admin'), ...typed], {
    env: { ...process.env, DATA_DIR: dataDirectory, DATABASE_URL: '' },
  })
  const chunks: string[] = []
  child.stdout.on('data', (chunk) => chunks.push(String(chunk)))
  child.stderr.on('data', (chunk) => chunks.push(String(chunk)))
  const [code] = await once(child, 'close')
  return { code, output: chunks.join('') }
}
