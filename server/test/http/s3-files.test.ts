import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStorage } from '../../src/files/open-storage'
import { backUp, PagesNotFound } from '../../src/operate/backup/backup'
import { restore } from '../../src/operate/backup/restore'
import { readConfig } from '../../src/settings/config'
import { S3Store } from '../support/s3-store'
import { pngImage, upload } from './images'
import { type Student, startTestServer, type TestServer } from './test-server'

describe('pages in a bucket', () => {
  let store: S3Store
  let environment: Record<string, string>
  let server: TestServer
  let anna: Student

  beforeEach(async () => {
    store = new S3Store()
    environment = await store.open()
    server = await startTestServer({ environment })
    anna = await server.login('安娜')
  })

  afterEach(async () => {
    await server.close()
    store.close()
  })

  const page = pngImage(40, 30)
  const send = () => {
    const { headers, body } = upload(page)
    return server.call('POST', '/api/v1/files', { headers: { ...anna.headers, ...headers }, body })
  }

  test('an upload goes there, stays nowhere else, and is read by its signed address', async () => {
    const { status, body } = await send()
    expect(status).toBe(200)
    const { id, url } = body as { id: string; url: string }
    expect([...store.objects.keys()]).toEqual([`files/${id}`])
    expect(await readdir(join(server.config.dataDirectory, 'files'))).toEqual([])
    const read = await server.call('GET', url)
    expect(read.status).toBe(200)
    expect(read.headers.get('content-type')).toBe('image/png')
    expect(read.bytes.equals(store.objects.get(`files/${id}`) ?? Buffer.alloc(0))).toBe(true)
    expect((await server.call('GET', url.replace(/signature=.{4}/, 'signature=0000'))).status).toBe(401)
  })

  test('goes to the model, too', async () => {
    const { body } = await send()
    const { id, url } = body as { id: string; url: string }
    const found = await server.parts.fileLookup.resolve(anna.user.id, url)
    expect(found?.bytes.equals(store.objects.get(`files/${id}`) ?? Buffer.alloc(0))).toBe(true)
  })

  test('leaves nothing there when its owner is erased', async () => {
    await send()
    expect((await anna.call('DELETE', '/api/v1/users/me')).status).toBe(204)
    expect([...store.objects.keys()]).toEqual([])
  })

  test('a bucket that takes nothing now is told as what it is, and nothing half is kept', async () => {
    store.failing = 503
    const refused = await send()
    expect(refused).toMatchObject({ status: 503, body: { code: 'SAVE_FAILED' } })
    store.failing = undefined
    expect((await send()).status).toBe(200)
    expect(store.objects.size).toBe(1)
  }, 30_000)

  test('a wrong secret opens nothing', async () => {
    const { s3, dataDirectory } = readConfig({
      ...environment,
      S3_SECRET_KEY: 'another',
      DATA_DIR: server.config.dataDirectory,
    })
    const storage = await openStorage({ dataDirectory, ...(s3 && { s3 }) })
    await expect(storage.read('any')).rejects.toThrow('away')
  })

  test('a backup by somebody without the settings of the bucket fails, and the one before stays', async () => {
    await send()
    const folder = await mkdtemp(join(tmpdir(), 'tutor-s3-backup-'))
    const file = join(folder, 'backup')
    await writeFile(file, 'the one before')
    await expect(backUp(server.config.dataDirectory, file)).rejects.toThrow(PagesNotFound)
    store.objects.clear()
    await expect(backUp(server.config.dataDirectory, file, server.config.s3)).rejects.toThrow(PagesNotFound)
    store.failing = 503
    await expect(backUp(server.config.dataDirectory, file, server.config.s3)).rejects.toThrow('away')
    expect(await readFile(file, 'utf8')).toBe('the one before')
    expect(await readdir(folder)).toEqual(['backup'])
    await rm(folder, { recursive: true, force: true })
  }, 30_000)

  test('a backup holds them, and a restore brings them back to where the settings say', async () => {
    const { body } = await send()
    const { id } = body as { id: string }
    const kept = store.objects.get(`files/${id}`)
    const folder = await mkdtemp(join(tmpdir(), 'tutor-s3-backup-'))
    const file = join(folder, 'backup')
    expect(await backUp(server.config.dataDirectory, file, server.config.s3)).toEqual({
      pages: 1,
      missing: 0,
    })
    store.objects.clear()
    await restore(file, join(folder, 'restored'), server.config.s3)
    expect(store.objects.get(`files/${id}`)).toEqual(kept)
    await restore(file, join(folder, 'without'))
    expect(await readdir(join(folder, 'without', 'files'))).toEqual([id])
    await rm(folder, { recursive: true, force: true })
  })
})

test('half of the settings of a bucket is refused, with the one that is missing', () => {
  expect(() => readConfig({ S3_ENDPOINT: 'http://store', S3_BUCKET: 'pages' })).toThrow(
    /S3_ACCESS_KEY is missing/,
  )
  expect(() => readConfig({ S3_ENDPOINT: 'store' })).toThrow(/S3_ENDPOINT must begin/)
})
