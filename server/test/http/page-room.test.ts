import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { UploadedFile } from '../../../typings/protocol'
import { tidyUp } from '../../src/operate/tidy-up'
import { upload } from './images'
import { type Student, startTestServer, type TestServer } from './test-server'

/** Some 430 KB, of which nothing can be made less. */
async function noise(): Promise<Buffer> {
  const size = 380
  return sharp(randomBytes(size * size * 3), { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer()
}

describe('with a megabyte for the pages of a student', () => {
  let server: TestServer
  let anna: Student

  beforeEach(async () => {
    server = await startTestServer({ environment: { MAX_PAGE_MEGABYTES: '1' } })
    anna = await server.login('安娜')
  })

  afterEach(() => server.close())

  async function send(who = anna) {
    const { headers, body } = upload(await noise())
    return server.call('POST', '/api/v1/files', { headers: { ...headers, ...who.headers }, body })
  }
  const onDisk = () => readdir(join(server.config.dataDirectory, 'files'))
  const full = {
    code: 'BAD_REQUEST',
    message: '存下的图片已经有 1 MB，放不下新的了。请先删掉本子里不用的页和错题，再上传',
  }

  it('what has no room is refused with what makes some, and nothing of it stays; another student has room', async () => {
    const replies = [await send(), await send(), await send()]
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 413])
    expect(replies[2]?.body).toEqual(full)
    expect(await onDisk()).toHaveLength(2)
    expect((await send(await server.login('本'))).status).toBe(200)
  })

  it('pages that come at once all count', async () => {
    const replies = await Promise.all(Array.from({ length: 6 }, () => send()))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 413, 413, 413, 413])
    expect(await onDisk()).toHaveLength(2)
  })

  it('a page of an open protocol counts as well', async () => {
    await send()
    await send()
    const url = `data:image/png;base64,${(await noise()).toString('base64')}`
    const parts = [{ type: 'file', mediaType: 'image/png', url }]
    const body = { id: 'c', messages: [{ id: 'q', role: 'user', parts }] }
    expect((await anna.call('POST', '/api/v1/chat', body)).body).toMatchObject(full)
    expect(await onDisk()).toHaveLength(2)
  })

  it('what is deleted, or tidied away, is free again', async () => {
    const [asked] = [(await send()).body as UploadedFile, await send()]
    const { body } = await anna.call('POST', '/api/v1/learning/sessions', {})
    const params = { content: '', image_urls: [asked.url], session_id: Object(body).id }
    await server.parts.answers.begin({ userId: anna.user.id, requestId: 'r', params })
    await anna.call('DELETE', `/api/v1/learning/sessions/${Object(body).id}`)
    expect((await send()).status).toBe(200)
    expect((await send()).status).toBe(413)
    const { main } = server.parts.database
    await main.updateTable('file').set({ created_at: '2020-01-01T00:00:00.000Z' }).execute()
    await tidyUp(server.parts)
    expect([(await send()).status, (await send()).status]).toEqual([200, 200])
  })
})
