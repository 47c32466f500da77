import { execFileSync } from 'node:child_process'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AskClient } from '../http/ask-client'
import { pngImage, upload } from '../http/images'
import { ScriptedModel } from '../http/scripted-model'
import { startTestServer, type TestServer } from '../http/test-server'

jest.setTimeout(60_000)

/** A disk of three megabytes; `undefined` where this user may mount none. */
function mountSmallDisk(folder: string): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'pipe' })
    return folder
  } catch {
    return undefined
  }
}

describe('a disk that is full', () => {
  let folder: string
  let disk: string | undefined
  let server: TestServer | undefined

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tutor-disk-'))
    disk = mountSmallDisk(folder)
    if (disk === undefined) console.warn('skipped: this user may mount no small disk to fill')
  })

  afterEach(async () => {
    await server?.close()
    server = undefined
    if (disk !== undefined) execFileSync('umount', ['-l', disk])
    await rm(folder, { recursive: true, force: true })
  })

  test('is told by /ready and /health, puts questions off, costs no answer under way, and needs no restart', async () => {
    if (disk === undefined) return
    const pieces = Array.from({ length: 20 }, (_, index) => `第${index}步。`)
    const model = new ScriptedModel(pieces, 20)
    const started = await startTestServer({ environment: { DATA_DIR: disk }, model })
    server = started
    const { access_token: token } = await started.login('安娜')
    const ask = (id: string) =>
      new AskClient(started.address, { token, request_id: id, params: { content: '算' } })
    const underWay = ask('under way')
    await underWay.until(() => underWay.text !== '')
    const filler = join(disk, 'filler')
    await expect(appendFile(filler, Buffer.alloc(4_000_000))).rejects.toThrow(/ENOSPC/)

    const health = await started.call('GET', '/health')
    expect([health.status, health.body]).toMatchObject([503, { status: 'error', database: 'unavailable' }])
    expect((await started.call('GET', '/ready')).status).toBe(503)
    const refused = ask('refused')
    await refused.closed
    expect(refused.frames).toMatchObject([{ type: 'error', code: 'SHUTTING_DOWN', retryable: true }])

    const { headers: type, body } = upload(pngImage(2, 2))
    const headers = { ...type, authorization: `Bearer ${token}` }
    const page = await started.call('POST', '/api/v1/files', { headers, body })
    expect([page.status, page.body]).toEqual([
      503,
      { code: 'SAVE_FAILED', message: '图片暂时存不下来，请稍后再试' },
    ])

    // All of it is read, and none of it is said to be saved.
    await underWay.until(() => underWay.finished !== undefined)
    expect(underWay.done).toBeUndefined()
    await rm(filler)
    expect((await started.call('POST', '/api/v1/files', { headers, body })).status).toBe(200)
    await underWay.closed
    expect(underWay.done).toMatchObject({ finish_reason: 'stop' })
    expect(underWay.text).toBe(pieces.join(''))
    expect((await started.call('GET', '/ready')).status).toBe(200)
    const again = ask('refused')
    await again.closed
    expect(again.done).toMatchObject({ finish_reason: 'stop' })
  })
})
