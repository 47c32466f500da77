import { pbkdf2 } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { promisify } from 'node:util'
import { streamToFile } from '../../src/files/stream-to-file'
import { writeArchive } from '../../src/operate/backup/archive'

/** So much that whoever asks the disk for something now waits for it. */
const occupyDisk = () =>
  Promise.all(Array.from({ length: 12 }, () => promisify(pbkdf2)('a', 'b', 50_000, 32, 'sha256')))

describe('on a server whose disk is behind', () => {
  let folder: string
  let path: string
  /** At once, as no other thread of this machine is needed for it. */
  const removeAtOnce = () => rmSync(path, { force: true })

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wuhao-broken-'))
    path = join(folder, 'page')
  })

  afterEach(() => rm(folder, { recursive: true }))

  test.each<[string, (upload: PassThrough) => unknown]>([
    ['before it began', (upload) => upload.destroy(new Error('broken off'))],
    ['at once', (upload) => process.nextTick(() => upload.destroy(new Error('broken off')))],
    [
      'after its first bytes',
      (upload) => {
        upload.write('the beginning of a page')
        setImmediate(() => upload.destroy(new Error('broken off')))
      },
    ],
  ])('what broke off %s can be removed for good', async (_when, breakOff) => {
    const upload = new PassThrough().on('error', () => undefined)
    const busy = occupyDisk()
    breakOff(upload)
    await expect(streamToFile(upload, path)).rejects.toThrow('broken off')
    removeAtOnce()
    await busy
    expect(await readdir(folder)).toEqual([])
  })

  test('a backup that cannot be filled can be removed for good', async () => {
    const busy = occupyDisk()
    const read = () => Promise.reject(new Error('the bucket is away'))
    await expect(writeArchive(path, [{ name: 'files/1', read }])).rejects.toThrow('the bucket is away')
    removeAtOnce()
    await busy
    expect(await readdir(folder)).toEqual([])
  })

  test('a folder that is gone is told, and nothing hangs', async () => {
    const upload = new PassThrough()
    upload.end('a page')
    await expect(streamToFile(upload, join(folder, 'gone', 'page'))).rejects.toMatchObject({
      code: 'ENOENT',
    })
  })
})
