import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UploadedFile } from '../../../typings/protocol'
import type { JobContext } from '../../src/jobs/job'
import { tidyUp, tidyUpJob } from '../../src/operate/tidy-up'
import { pngImage, upload } from './images'
import { startTestServer } from './test-server'

const nobodys: JobContext = {
  userId: undefined,
  failures: 0,
  signal: AbortSignal.timeout(60_000),
  leaves: () => {
    throw new Error('tidying up is paid by nobody')
  },
}

test('a start clears cut uploads and old pages that nobody asked about, and nothing else', async () => {
  const server = await startTestServer()
  const { headers, user } = await server.login('安娜')
  const uploadPage = async () => {
    const { headers: type, body } = upload(pngImage(2, 2))
    const reply = await server.call('POST', '/api/v1/files', { headers: { ...type, ...headers }, body })
    return reply.body as UploadedFile
  }
  const [asked, forgotten, fresh] = [await uploadPage(), await uploadPage(), await uploadPage()]
  const params = { content: '', image_urls: [asked.url] }
  await server.parts.answers.begin({ userId: user.id, requestId: 'request-1', params })
  await server.parts.database.main
    .updateTable('file')
    .set({ created_at: '2020-01-01T00:00:00.000Z' })
    .where('id', 'in', [asked.id, forgotten.id])
    .execute()
  const directory = join(server.config.dataDirectory, 'files')
  await writeFile(join(directory, 'cut.incoming'), 'half a pag')
  await utimes(join(directory, 'cut.incoming'), 0, 0)
  await writeFile(join(directory, 'coming.incoming'), 'half a pag')

  await tidyUp(server.parts)
  expect((await readdir(directory)).sort()).toEqual([asked.id, fresh.id, 'coming.incoming'].sort())
  expect((await server.call('GET', asked.url)).status).toBe(200)
  expect((await server.call('GET', forgotten.url)).status).toBe(404)
  await server.close()
})

test('unused pages are cleared again each day, by a job: what is older than a week then', async () => {
  const DAY = 24 * 60 * 60 * 1000
  const server = await startTestServer()
  const asked: string[] = []
  const files = {
    dropUnused: async (before: string) => {
      asked.push(before)
      return []
    },
  }
  const { storage, logins } = server.parts
  const job = tidyUpJob({ files, storage, logins })
  const before = Date.now()
  expect(await job(null, nobodys)).toEqual({
    again: DAY,
  })
  const [time = ''] = asked
  expect(Date.parse(time)).toBeGreaterThanOrEqual(before - 7 * DAY)
  expect(Date.parse(time)).toBeLessThanOrEqual(Date.now() - 7 * DAY)
  await server.close()
})

test('a login whose last token has expired is forgotten with them, one that goes on is not', async () => {
  const DAY = 24 * 60 * 60 * 1000
  const server = await startTestServer()
  const { user } = await server.login('安娜')
  const { logins, files, storage, database } = server.parts
  const [old, young] = [await logins.begin(user.id), await logins.begin(user.id)]
  const age = (family: string, by: number) =>
    database.main
      .updateTable('login_family')
      .set(({ eb }) => ({ renewed_at: eb('renewed_at', '-', by) }))
      .where('id', '=', family)
      .execute()
  await age(old.family, 31 * DAY)
  await age(young.family, 29 * DAY)
  await tidyUpJob({ files, storage, logins })(null, nobodys)
  expect(await logins.standing(user.id, old.family)).toBe('ended')
  expect(await logins.standing(user.id, young.family)).toBe('good')
  await server.close()
})
