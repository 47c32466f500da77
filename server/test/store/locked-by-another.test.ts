import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { openDatabase } from '../../src/store/database'
import { EmbeddedDialect } from '../../src/store/embedded-dialect'
import { EmbeddedFile } from '../../src/store/embedded-file'
import type { Schema } from '../../src/store/schema'
import { UserRepository } from '../../src/store/user-repository'
import { embedded, type TestDatabase } from './backends'
import { createTestStore, finished, type TestStore } from './test-store'

// Another process is started here, which takes its time on a busy machine.
jest.setTimeout(60_000)

describe('the embedded database while another process has it locked', () => {
  let place: TestDatabase
  let store: TestStore
  let holders: ChildProcess[]

  beforeEach(async () => {
    holders = []
    store = await createTestStore(async () => {
      place = await embedded.create()
      return place
    })
  })

  afterEach(async () => {
    for (const holder of holders) holder.kill('SIGKILL')
    await store.remove()
  })

  /** A process that holds the write lock until it is told to let go. */
  async function lockElsewhere(): Promise<() => Promise<void>> {
    const child = spawn(process.execPath, [join(__dirname, 'lock-holder.cjs'), place.dataDirectory], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    holders.push(child)
    await once(child, 'message')
    return () => release(child)
  }

  test('it is not healthy, and writes again as soon as the lock is gone, as if nothing had been', async () => {
    const { answers, database, begin, userId, sessions } = store
    const { questionId, requestId } = await begin()
    const release = await lockElsewhere()
    const busy = { code: expect.stringMatching(/^SQLITE_BUSY/) }
    await expect(database.ping()).rejects.toMatchObject(busy)
    await expect(answers.save(finished(questionId))).rejects.toMatchObject(busy)
    await expect(begin()).rejects.toMatchObject(busy)
    await expect(sessions.create(userId, '分数', null)).rejects.toMatchObject(busy)
    expect(await answers.find(userId, requestId)).toMatchObject({ status: 'generating' })
    await release()

    await database.ping()
    await answers.save(finished(questionId))
    const later = await begin()
    const session = await sessions.create(userId, '分数', null)
    const elsewhere = await openDatabase({ dataDirectory: place.dataDirectory })
    const written = await elsewhere.main.selectFrom('question').select(['id', 'status']).execute()
    expect(written).toEqual([
      { id: questionId, status: 'done' },
      { id: later.questionId, status: 'generating' },
    ])
    // Its own writes are through: nothing holds others up.
    await new UserRepository(elsewhere).findOrCreate('dev:other', 'other')
    await elsewhere.close()
    expect((await sessions.find(userId, session.id))?.title).toBe('分数')
  })

  test('a write waits until the lock is gone and holds up neither reads nor drafts of the same process', async () => {
    const { answers, begin, userId } = store
    const { questionId, requestId } = await begin()
    const file = new EmbeddedFile(join(place.dataDirectory, 'tutor.db'), 'FULL')
    // As patient as this test is: how busy the machine is decides nothing.
    const database = new Kysely<Schema>({ dialect: new EmbeddedDialect(file, 60_000) })
    const release = await lockElsewhere()
    let written = false
    const write = database
      .insertInto('write_probe')
      .values({ id: 1, checked_at: 'now' })
      .execute()
      .then(() => {
        written = true
      })
    for (let seq = 1; seq <= 5; seq += 1) {
      expect(await database.selectFrom('question').select('id').execute()).toEqual([{ id: questionId }])
      await answers.appendDrafts([{ questionId, fence: 0, content: '字', reasoning: '', seq }])
      expect(await answers.find(userId, requestId)).toMatchObject({ lastSeq: seq })
    }
    expect(written).toBe(false)
    await release()
    await write
    expect(await database.selectFrom('write_probe').select('checked_at').execute()).toHaveLength(1)
    await database.destroy()
  })

  test('reads go on, and a copy may be taken while it writes', async () => {
    const { answers, begin, userId } = store
    const { requestId, questionId } = await begin()
    const elsewhere = await openDatabase({ dataDirectory: place.dataDirectory })
    await elsewhere.main.transaction().execute(async (reading) => {
      await reading.selectFrom('question').selectAll().execute()
      await answers.save(finished(questionId))
      expect(await reading.selectFrom('answer').selectAll().execute()).toEqual([])
    })
    await elsewhere.close()
    expect(await answers.find(userId, requestId)).toMatchObject({ status: 'done' })
  })
})

async function release(child: ChildProcess): Promise<void> {
  child.send('let go')
  await once(child, 'exit')
}
