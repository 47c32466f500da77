import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { UploadedFile } from '../../../typings/protocol'
import { StoreAway } from '../../src/errors/store-away'
import { removePagesJob } from '../../src/files/remove-pages'
import { HopelessJob, type JobContext } from '../../src/jobs/job'
import { tidyUp } from '../../src/operate/tidy-up'
import { upload } from './images'
import { startTestServer, type TestServer } from './test-server'

const nobodys: JobContext = {
  userId: undefined,
  failures: 0,
  signal: AbortSignal.timeout(60_000),
  leaves: () => undefined,
}

type Login = Awaited<ReturnType<TestServer['login']>>

const drawn = (width: number) =>
  sharp({ create: { width, height: 2, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()

/** A student with one page; what is done to it, and the bytes that are left. */
async function withPage(width = 2) {
  const server = await startTestServer()
  const login = await server.login('安娜')
  const { headers: type, body } = upload(await drawn(width))
  const reply = await server.call('POST', '/api/v1/files', { headers: { ...type, ...login.headers }, body })
  const page = reply.body as UploadedFile
  const left = () => readdir(join(server.config.dataDirectory, 'files'))
  return { server, login, page, left }
}

/** Each way in which the row of a page goes. */
const ways: [way: string, go: (server: TestServer, login: Login, page: UploadedFile) => Promise<unknown>][] =
  [
    [
      'the account is erased',
      async (server, { headers }) => {
        expect((await server.call('DELETE', '/api/v1/users/me', { headers })).status).toBe(204)
      },
    ],
    [
      'the conversation is deleted',
      async (server, { headers, user }, page) => {
        const params = { content: '', image_urls: [page.url] }
        await server.parts.answers.begin({ userId: user.id, requestId: 'request-1', params })
        const { body } = await server.call('GET', '/api/v1/learning/sessions', { headers })
        const { items } = body as { items: { id: string }[] }
        const path = `/api/v1/learning/sessions/${items[0]?.id}`
        expect((await server.call('DELETE', path, { headers })).status).toBe(204)
      },
    ],
    [
      'nobody asked about it for a week',
      async (server, _login, page) => {
        await server.parts.database.main
          .updateTable('file')
          .set({ created_at: '2020-01-01T00:00:00.000Z' })
          .where('id', '=', page.id)
          .execute()
        await tidyUp(server.parts)
      },
    ],
  ]

test.each(ways)(
  'a page goes from the disk too when %s, at the latest when its store is back',
  async (_way, go) => {
    const { server, login, page, left } = await withPage()
    const { storage, database, logger } = server.parts
    const remove = jest.spyOn(storage, 'remove').mockRejectedValue(new StoreAway(new Error('no such host')))
    await go(server, login, page)
    expect(await left()).toEqual([page.id])

    const jobs = await database.main
      .selectFrom('job')
      .select(['payload', 'user_id'])
      .where('kind', '=', 'remove-pages')
      .execute()
    expect(jobs).toEqual([{ payload: JSON.stringify({ ids: [page.id] }), user_id: null }])
    const job = removePagesJob({ storage, logger })
    const payload: unknown = JSON.parse(jobs[0]?.payload ?? '')
    expect(await job(payload, nobodys)).toEqual({ again: 10 * 60 * 1000 })
    expect(await left()).toEqual([page.id])

    remove.mockRestore()
    expect(await job(payload, nobodys)).toEqual({})
    expect(await left()).toEqual([])
    await server.close()
  },
)

test.each(ways)(
  'the copy of a page that models get is not left where, while it is written, %s',
  async (_way, go) => {
    const { server, login, page, left } = await withPage(3000)
    const { storage, fileLookup } = server.parts
    const keep = storage.keepForModel.bind(storage)
    const keeping = jest.spyOn(storage, 'keepForModel').mockImplementation(async (id, bytes) => {
      await go(server, login, page)
      await keep(id, bytes)
    })
    await fileLookup.resolve(login.user.id, page.url)
    expect(keeping).toHaveBeenCalledTimes(1)
    expect(await left()).toEqual([])
    await server.close()
  },
)

test('a job that names no pages is given up at once', async () => {
  const { server } = await withPage()
  const { storage, logger } = server.parts
  await expect(removePagesJob({ storage, logger })({ pages: 3 }, nobodys)).rejects.toThrow(HopelessJob)
  await server.close()
})
