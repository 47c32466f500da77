import { AccountExport } from '../../src/store/account-export'
import { backends } from './backends'
import { createTestStore, type TestStore } from './test-store'

/** Tables of a student's rows that an export leaves out, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  login_family: 'who is logged in: nothing that a student said or did',
  ask_count: 'counters of the limits, of a day and a minute',
  usage_day: 'sums for who pays the model; each answer tells its own',
  job: 'work that is still to be done',
  search_owner: 'an index of what is exported',
}
/** What is exported by other readers than the account's. */
const ELSEWHERE = ['mistake']

describe.each(backends)('an export of an account, on $name', ({ create }) => {
  let store: TestStore
  beforeEach(async () => {
    store = await createTestStore(create)
  })
  afterEach(() => store.remove())

  test('reads each table that holds rows of a student', async () => {
    const tables = await store.database.main.introspection.getTables()
    const ofStudents = tables
      .filter(({ columns }) => columns.some(({ name }) => name === 'user_id'))
      .map(({ name }) => name)
      .filter((name) => !(name in LEFT_OUT) && !ELSEWHERE.includes(name))
    const asked: string[] = []
    const main = store.database.main.withPlugin({
      transformQuery: ({ node }) => {
        asked.push(JSON.stringify(node))
        return node
      },
      transformResult: async ({ result }) => result,
    })
    await new AccountExport({ main }).of(store.userId)
    const isRead = (table: string) => asked.some((query) => query.includes(`"name":"${table}"`))
    expect(ofStudents.filter((table) => !isRead(table))).toEqual([])
    expect(ofStudents.length).toBeGreaterThan(4)
  })

  test('has what was said before a conversation began, and its names', async () => {
    const said = [{ question: '一加一？', answer: '二' }]
    const { sessionId } = (
      await store.answers.begin({
        userId: store.userId,
        requestId: 'r',
        params: { content: '再加一？' },
        thread: { name: 'chat-1', earlier: () => said },
      })
    ).answer
    const { sessions, threads } = await new AccountExport(store.database).of(store.userId)
    expect(sessions.map(({ said_before }) => JSON.parse(said_before ?? ''))).toEqual([said])
    expect(threads).toEqual([{ session_id: sessionId, name: 'chat-1' }])
  })
})
