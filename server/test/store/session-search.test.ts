import fc from 'fast-check'
import { sql } from 'kysely'
import { newId } from '../../src/store/identifiers'
import { backends } from './backends'
import { createTestStore, finished, type TestStore } from './test-store'

describe.each(backends)('searching for sessions on $name', ({ create }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await createTestStore(create)
  })

  afterEach(() => store.remove())

  async function found(search: string, userId = store.userId): Promise<string[]> {
    const { items, total } = await store.sessions.list(userId, { page: 1, size: 1000, search })
    expect(total).toBe(items.length)
    return items.map(({ title }) => title).sort()
  }

  test('whatever part of a title or a question it is, as text, and of this user only', async () => {
    const piece = fc.stringMatching(/^[二次方程abAB%_"'\\ -]{0,12}$/)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(piece, piece), { maxLength: 4 }), piece, async (written, term) => {
        const wanted = written.map(([title, question], index) => ({ title: `${index} ${title}`, question }))
        const { id: userId } = await newUser()
        for (const { title, question } of wanted) {
          const session = await store.sessions.create(userId, title, null)
          const params = { content: question, session_id: session.id }
          await store.answers.begin({ userId, requestId: session.id, params })
        }
        const fold = (text: string) => text.toLowerCase()
        const matching = wanted.filter(({ title, question }) =>
          [title, question].some((text) => fold(text).includes(fold(term))),
        )
        expect(await found(term, userId)).toEqual(matching.map(({ title }) => title).sort())
      }),
      { numRuns: 25 },
    )
  })

  test('a session is found by what was answered in it, by this user only, and not when it is deleted', async () => {
    const { sessionId, questionId } = await store.begin({ content: '怎么解' })
    await store.answers.save(finished(questionId, { content: '先把常数项移到右边，再合并同类项。' }))
    for (const term of ['常数项移到右边', '移到', '项']) {
      expect(await found(term)).toEqual(['怎么解'])
      expect(await found(term, store.strangerId)).toEqual([])
    }
    const anew = await store.begin({ content: '', again: questionId })
    await store.answers.save(finished(anew.questionId, { content: '也可以用逆运算' }))
    expect(await found('逆运算')).toEqual(['怎么解'])
    await store.sessions.delete(store.userId, sessionId)
    expect(await found('常数项')).toEqual([])
    expect(await found('逆运')).toEqual([])
  })

  test('a session is found by its new title only, and not at all when it is deleted', async () => {
    const { sessionId, questionId } = await store.begin({ content: '什么是勾股定理' })
    await store.answers.save(finished(questionId))
    await store.sessions.rename(store.userId, sessionId, '直角三角形')
    expect(await found('三角形')).toEqual(['直角三角形'])
    expect(await found('勾股定理')).toEqual(['直角三角形'])
    await store.sessions.rename(store.userId, sessionId, '几何')
    expect(await found('三角形')).toEqual([])
    await store.sessions.delete(store.userId, sessionId)
    expect(await found('勾股定理')).toEqual([])
    expect(await found('几何')).toEqual([])
  })

  test('a short term is found in the last of very many questions', async () => {
    const { sessionId, questionId } = await store.begin({ content: '第一个' })
    const { main } = store.database
    const question = await main
      .selectFrom('question')
      .selectAll()
      .where('id', '=', questionId)
      .executeTakeFirstOrThrow()
    const many = Array.from({ length: 1001 }, (_, index) => {
      const id = newId()
      return { ...question, id, request_id: id, content: index === 1000 ? '圆的面积' : '别的' }
    })
    await main.insertInto('question').values(many).execute()
    expect((await store.sessions.find(store.userId, sessionId))?.title).toBe('第一个')
    expect(await found('圆')).toHaveLength(1)
    expect(await found('方')).toEqual([])
  })

  let users = 0
  async function newUser() {
    users += 1
    const id = `user-${users}`
    await sql`insert into user_account (id, identity, name, created_at) values (${id}, ${id}, ${id}, '')`.execute(
      store.database.main,
    )
    return { id }
  }
})
