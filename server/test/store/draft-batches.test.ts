import { join } from 'node:path'
import Libsql from 'libsql'
import { embedded } from './backends'
import { createTestStore, finished, type TestStore } from './test-store'

describe('the drafts of the embedded database', () => {
  let store: TestStore
  let directory: string

  beforeEach(async () => {
    const place = await embedded.create()
    directory = place.dataDirectory
    store = await createTestStore(async () => place)
  })

  afterEach(() => store.remove())

  /** The file as a person with another program sees it. */
  function inFile<T>(look: (file: Libsql.Database) => T): T {
    const file = new Libsql(join(directory, 'drafts.db'))
    try {
      return look(file)
    } finally {
      file.close()
    }
  }
  const rows = () => inFile((file) => file.prepare('select id from draft_batch').all().length)

  test('what a server of before there were batches left is read', async () => {
    const { questionId, requestId } = await store.begin()
    inFile((file) => {
      const add = file.prepare('insert into draft values (?, ?, ?, ?, ?)')
      add.run([questionId, 2, '第二', '', null])
      add.run([questionId, 1, '第一', '想', null])
    })
    const next = await store.restart()
    expect(await next.find(store.userId, requestId)).toMatchObject({
      content: '第一第二',
      reasoning: '想',
      lastSeq: 2,
    })
    await next.appendDrafts([{ questionId, fence: 0, content: '第三', reasoning: '', seq: 3 }])
    const last = await store.restart()
    expect(await last.find(store.userId, requestId)).toMatchObject({ content: '第一第二第三', lastSeq: 3 })
  })

  test('a file does not grow with the answers that are saved, while one is written for long', async () => {
    const long = await store.begin()
    for (let answer = 0; answer < 30; answer += 1) {
      const { questionId } = await store.begin()
      for (let seq = 1; seq <= 20; seq += 1) {
        await store.answers.appendDrafts([{ questionId, fence: 0, content: '字', reasoning: '', seq }])
      }
      await store.answers.save(finished(questionId))
    }
    expect(rows()).toBeLessThan(600)
    await store.answers.appendDrafts([
      { questionId: long.questionId, fence: 0, content: '长', reasoning: '', seq: 1 },
    ])
    for (let answer = 0; answer < 20; answer += 1) {
      const { questionId } = await store.begin()
      for (let seq = 1; seq <= 20; seq += 1) {
        await store.answers.appendDrafts([{ questionId, fence: 0, content: '字', reasoning: '', seq }])
      }
      await store.answers.save(finished(questionId))
    }
    const next = await store.restart()
    expect(await next.find(store.userId, long.requestId)).toMatchObject({ content: '长', lastSeq: 1 })
    await next.dropStaleDrafts()
    await next.save(finished(long.questionId))
    const { questionId } = await store.begin()
    await next.appendDrafts([{ questionId, fence: 0, content: '字', reasoning: '', seq: 1 }])
    await next.save(finished(questionId))
    const last = await store.begin()
    await next.appendDrafts([{ questionId: last.questionId, fence: 0, content: '字', reasoning: '', seq: 1 }])
    expect(rows()).toBeLessThan(10)
  })

  test('a finished answer costs no row of its own: the next append forgets it, and a crash before that leaves nothing', async () => {
    const { questionId } = await store.begin()
    await store.answers.appendDrafts([{ questionId, fence: 0, content: '字', reasoning: '', seq: 1 }])
    await store.answers.save(finished(questionId))
    expect(rows()).toBe(1)
    const next = await store.restart()
    await next.dropStaleDrafts()
    const { questionId: other, requestId } = await store.begin()
    await next.appendDrafts([{ questionId: other, fence: 0, content: '另', reasoning: '', seq: 1 }])
    await next.save(finished(other))
    expect(await next.find(store.userId, requestId)).toMatchObject({ status: 'done' })
    const stale = await store.restart()
    await stale.forgetQuestions([other])
    expect(inFile((file) => file.prepare('select pieces from draft_batch order by id').all())).toMatchObject([
      expect.anything(),
      { pieces: JSON.stringify([[questionId]]) },
      expect.anything(),
      { pieces: JSON.stringify([[other]]) },
    ])
  })

  test('a text that is written on after its drafts were released survives an append that failed with the release in it', async () => {
    const { questionId, requestId } = await store.begin()
    await store.answers.appendDrafts([{ questionId, fence: 0, content: '旧', reasoning: '', seq: 1 }])
    const failed = { questionId, fence: 0, content: '旧', reasoning: '', retryable: true, seq: 1 }
    await store.answers.fail({ ...failed, errorCode: 'MODEL_UNAVAILABLE' })
    await store.reopen(store.answers, questionId)
    inFile((file) => file.exec('alter table draft_batch rename to gone'))
    const draft = { questionId, fence: 1, content: '新', reasoning: '', seq: 2 }
    await expect(store.answers.appendDrafts([draft])).rejects.toThrow('draft_batch')
    inFile((file) => file.exec('alter table gone rename to draft_batch'))
    await store.answers.appendDrafts([draft])
    await store.answers.appendDrafts([{ ...draft, content: '字', seq: 3 }])
    expect(await store.answers.find(store.userId, requestId)).toMatchObject({ content: '旧新字', lastSeq: 3 })
    const next = await store.restart()
    expect(await next.find(store.userId, requestId)).toMatchObject({ content: '旧新字', lastSeq: 3 })
  })

  test('an answer that begins anew does not get its old text back, whoever reads it next', async () => {
    const { questionId, requestId } = await store.begin()
    await store.answers.appendDrafts([{ questionId, fence: 0, content: '旧', reasoning: '', seq: 1 }])
    const failed = { questionId, fence: 0, content: '', reasoning: '', retryable: true, seq: 0 }
    await store.answers.fail({ ...failed, errorCode: 'MODEL_UNAVAILABLE' })
    await store.reopen(store.answers, questionId, true)
    await store.answers.appendDrafts([{ questionId, fence: 1, content: '新', reasoning: '', seq: 2 }])
    const next = await store.restart()
    expect(await next.find(store.userId, requestId)).toMatchObject({ content: '新', lastSeq: 2 })
  })
})
