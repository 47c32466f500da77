import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { AskParams, UploadedFile } from '../../../typings/protocol'
import { moveIn } from '../../src/operate/backup/move-in'
import { addMistakes } from '../../src/store/add-mistakes'
import { lockData } from '../../src/store/data-lock'
import type { Database } from '../../src/store/database'
import { MOVED_TABLES } from '../../src/store/move-rows'
import { keepThread } from '../../src/store/threads'
import { AskClient } from '../http/ask-client'
import { pngImage, upload } from '../http/images'
import { ScriptedModel } from '../http/scripted-model'
import { type Student, startTestServer, type TestServer } from '../http/test-server'
import { S3Store } from '../support/s3-store'
import { backends, type TestDatabase } from './backends'

// It is migrated, filled, moved, and asked.
jest.setTimeout(60_000)

/** What a database makes for itself, or tells of servers that run. */
const OWN = /^(search_|schema_|draft|write_probe$|server_run$|sqlite_|libsql_)/

const [postgres] = backends.filter(({ name }) => name === 'PostgreSQL')

;(postgres === undefined ? describe.skip : describe)(
  'moving from the embedded database into PostgreSQL',
  () => {
    let place: TestDatabase
    let target: Database
    let from: TestServer
    let anna: Student

    beforeEach(async () => {
      if (postgres === undefined) throw new Error('no PostgreSQL')
      place = await postgres.create()
      target = await place.open()
      from = await startTestServer()
      anna = await from.login('安娜')
    })

    afterEach(async () => {
      await from.close()
      await place.remove()
    })

    async function ask(params: Partial<AskParams>): Promise<AskClient> {
      const message = { token: anna.access_token, params: { content: '12×3=', ...params } }
      const client = new AskClient(from.address, message)
      await client.closed
      expect(client.done).toBeDefined()
      return client
    }

    async function page(): Promise<UploadedFile> {
      const { headers, body } = upload(pngImage(40, 30))
      const reply = await from.call('POST', '/api/v1/files', {
        headers: { ...anna.headers, ...headers },
        body,
      })
      return reply.body as UploadedFile
    }

    /** An answer with a page, judged, and the exercise of it in the mistake book, reviewed; extras made and to be made. */
    async function live(): Promise<void> {
      const { id, url } = await page()
      const first = await ask({ image_urls: [url] })
      const rating = { answer_id: first.done?.answer_id, rating: 'up' }
      expect((await anna.call('POST', '/api/v1/learning/feedback', rating)).status).toBe(204)
      from.parts.jobs.start()
      while ((await from.parts.jobOverview.counts()).some(({ kind }) => kind === 'extras')) {
        await new Promise(setImmediate)
      }
      await from.parts.jobs.end(5000)
      await ask({ session_id: first.accepted?.session_id ?? '' })
      const exercise = {
        no: '3',
        note: null,
        box: null,
        subject: 'math',
        text: '12×3',
        points: ['乘法'],
      } as const
      const said = { student_answer: '35', correct_answer: '36', reason: '算错' }
      const of = {
        userId: anna.user.id,
        sameAs: '12×3',
        questionId: first.done?.question_id ?? '',
        fileId: id,
      }
      const [mistake] = await addMistakes(from.parts.database.main, [{ ...exercise, ...said, ...of }])
      const review = { rating: 'good' }
      expect((await anna.call('POST', `/api/v1/learning/mistakes/${mistake}/review`, review)).status).toBe(
        200,
      )
      await keepThread(from.parts.database.main, anna.user.id, 'a thread', first.accepted?.session_id ?? '')
    }

    async function rowsOf({ main }: Database, table: string): Promise<string[]> {
      const { rows } = await sql<object>`select * from ${sql.table(table)}`.execute(main)
      return rows.map((row) =>
        JSON.stringify(Object.entries(row).map(([name, value]) => [name, plain(value)])),
      )
    }

    test('brings every row of every table, and asks nothing anew of who is logged in', async () => {
      await live()
      const tables = await from.parts.database.main.introspection.getTables()
      const moved: readonly string[] = MOVED_TABLES
      expect(
        tables
          .map(({ name }) => name)
          .filter((name) => !OWN.test(name))
          .sort(),
      ).toEqual([...moved].sort())

      const { rows } = await moveIn(from.config, target)
      for (const table of MOVED_TABLES) {
        const before = await rowsOf(from.parts.database, table)
        expect({ table, rows: (await rowsOf(target, table)).sort() }).toEqual({ table, rows: before.sort() })
        expect({ table, rows: rows.get(table) }).toEqual({ table, rows: before.length })
      }
      // None of them was empty.
      expect([...rows].filter(([, count]) => count === 0)).toEqual([])

      const next = await startTestServer({ databaseUrl: place.databaseUrl })
      const read = async ({ call }: TestServer) =>
        (await call('GET', '/api/v1/learning/sessions', { headers: anna.headers })).body
      expect(withoutSignatures(await read(next))).toEqual(withoutSignatures(await read(from)))
      await next.close()
    })

    test('brings what was written of an answer that is not over: the next server goes on from it', async () => {
      const { answers } = from.parts
      const asked = { userId: anna.user.id, requestId: 'cut', params: { content: '12×3=' } }
      const { questionId } = (await answers.begin(asked)).answer
      for (const [index, content] of ['一加一', '等于'].entries()) {
        await answers.appendDrafts([{ questionId, fence: 0, content, reasoning: '', seq: index + 1 }])
      }
      await moveIn(from.config, target)

      const model = new ScriptedModel()
      const next = await startTestServer({ databaseUrl: place.databaseUrl, model })
      const resume = { type: 'resume', token: anna.access_token, request_id: 'cut', after_seq: 0 }
      const client = new AskClient(next.address, resume)
      await client.closed
      expect(client.text).toBe('一加一等于二。')
      expect(client.done).toBeDefined()
      expect(model.requests).toMatchObject([{ continueFrom: '一加一等于' }])
      await next.close()
    })

    test('brings the pages into the bucket of the settings, and leaves the folder as it is', async () => {
      const { id } = await page()
      const { id: lost } = await page()
      await rm(join(from.config.dataDirectory, 'files', lost))
      const bucket = new S3Store()
      const environment = await bucket.open()
      const files = join(from.config.dataDirectory, 'files')
      const before = (await readdir(files)).sort()
      const settings = await startTestServer({ environment, databaseUrl: place.databaseUrl })
      const { pages } = await moveIn({ ...settings.config, dataDirectory: from.config.dataDirectory }, target)
      expect(pages).toEqual({ there: 1, missing: 1 })
      expect([...bucket.objects.keys()]).toEqual([`files/${id}`])
      expect((await readdir(files)).sort()).toEqual(before)
      const read = await settings.call('GET', `/api/v1/files/${id}`, { headers: anna.headers })
      expect(read.status).toBe(200)
      expect(read.bytes.equals(bucket.objects.get(`files/${id}`) ?? Buffer.alloc(0))).toBe(true)
      await settings.close()
      bucket.close()
    })

    test('is refused while a server works on the folder, and into a database that has users; there nothing changes', async () => {
      const unlock = lockData(from.config.dataDirectory)
      await expect(moveIn(from.config, target)).rejects.toThrow(/in use by another server/)
      unlock()
      await moveIn(from.config, target)
      await from.login('贝拉')
      await expect(moveIn(from.config, target)).rejects.toThrow(/has users already/)
      expect(await rowsOf(target, 'user_account')).toHaveLength(1)
    })
  },
)

/** PostgreSQL gives large whole numbers as texts. */
function plain(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
}

function withoutSignatures(body: unknown): string {
  return JSON.stringify(body).replace(/(expires|signature)=[^"&]*/g, '$1')
}
