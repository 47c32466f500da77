import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { openDatabase } from '../../src/store/database'
import { UserRepository } from '../../src/store/user-repository'
import { backends, type TestDatabase } from './backends'
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
      const [embedded] = backends
      if (embedded === undefined) throw new Error('the embedded database is always there')
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

  test('a write waits for the lock and holds up neither reads nor drafts nor anything else of the process', async () => {
    const { answers, begin, userId, database } = store
    const { questionId, requestId, sessionId } = await begin()
    const release = await lockElsewhere()
    let written = 0
    const count = () => {
      written += 1
    }
    const writes = [
      answers.save(finished(questionId)).then(count),
      begin({ session_id: sessionId }).then(count),
      database.ping().then(count),
    ]
    for (let seq = 1; seq <= 5; seq += 1) {
      await answers.appendDrafts([{ questionId, content: '字', reasoning: '', seq }])
      expect(await answers.find(userId, requestId)).toMatchObject({ lastSeq: seq })
      await new Promise(setImmediate)
    }
    expect(written).toBe(0)
    await release()
    await Promise.all(writes)
    expect(await answers.find(userId, requestId)).toMatchObject({ status: 'done', content: '2' })
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
