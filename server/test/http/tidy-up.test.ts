import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UploadedFile } from '../../../typings/protocol'
import { tidyUp, tidyUpDaily } from '../../src/operate/tidy-up'
import { pngImage, upload } from './images'
import { startTestServer } from './test-server'

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

describe('a server that goes on running', () => {
  const DAY = 24 * 60 * 60 * 1000
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  function tidied(dropUnused: (before: string) => Promise<string[]>) {
    const calls: string[] = []
    const warnings: string[] = []
    const parts = {
      storage: {
        clearIncoming: async () => void calls.push('cut uploads'),
        remove: async (id: string) => void calls.push(`page ${id}`),
      },
      files: { dropUnused },
      logger: { warn: (_: unknown, words: string) => void warnings.push(words) },
    }
    // Only these are called.
    const end = tidyUpDaily(parts as unknown as Parameters<typeof tidyUpDaily>[0])
    return { calls, warnings, end }
  }

  test('clears them again each day, what is older than a week then, until it ends', async () => {
    const before: string[] = []
    const { calls, end } = tidied(async (date) => {
      before.push(date)
      return [`${before.length}`]
    })
    const begun = Date.now()
    await jest.advanceTimersByTimeAsync(2 * DAY)
    expect(calls).toEqual(['cut uploads', 'page 1', 'cut uploads', 'page 2'])
    expect(before).toEqual([-6, -5].map((days) => new Date(begun + days * DAY).toISOString()))
    await end()
    await jest.advanceTimersByTimeAsync(2 * DAY)
    expect(calls).toHaveLength(4)
  })

  test('tries it again the next day where that failed', async () => {
    let rounds = 0
    const { calls, warnings, end } = tidied(async () => {
      rounds += 1
      if (rounds === 1) throw new Error('the database is away')
      return ['1']
    })
    await jest.advanceTimersByTimeAsync(2 * DAY)
    expect(warnings).toHaveLength(1)
    expect(calls).toEqual(['cut uploads', 'cut uploads', 'page 1'])
    await end()
  })
})
