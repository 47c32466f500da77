import type { Mistake, MistakePage } from '../../../typings/mistakes'
import { type Reply, type Student, startTestServer, type TestServer } from './test-server'

export const MISTAKES = '/api/v1/learning/mistakes'

/** Milliseconds. */
export const MINUTE = 60_000
export const DAY = 24 * 60 * MINUTE

export const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

export const mistakeOf = ({ body }: Reply): Mistake => body as Mistake

/** The mistake books of two students of one server: Anna's, which is looked at, and Ben's. */
export class MistakeBooks {
  constructor(
    readonly server: TestServer,
    readonly anna: Student,
    readonly ben: Student,
  ) {}

  async add(body: object): Promise<Mistake> {
    return mistakeOf(await this.anna.call('POST', MISTAKES, body))
  }

  async list(query: Record<string, string> = {}, student = this.anna): Promise<MistakePage> {
    return (await student.call('GET', `${MISTAKES}?${new URLSearchParams(query)}`)).body as MistakePage
  }

  /** The exercises that are listed. */
  async texts(query: Record<string, string> = {}): Promise<string[]> {
    return (await this.list(query)).items.map(({ text }) => text)
  }

  patch(id: string, body: object, student = this.anna): Promise<Reply> {
    return student.call('PATCH', `${MISTAKES}/${id}`, body)
  }

  review(id: string, rating: unknown, student = this.anna): Promise<Reply> {
    return student.call('POST', `${MISTAKES}/${id}/review`, { rating })
  }

  /** Moves a mistake's past by so many milliseconds, as if that much time had gone by since. */
  async letPass(id: string, milliseconds: number): Promise<void> {
    const { main } = this.server.parts.database
    const earlier = (time: string) => new Date(Date.parse(time) - milliseconds).toISOString()
    const row = await main.selectFrom('mistake').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const card = row.card?.replace(/"(\d{4}-[^"]+Z)"/g, (_, time: string) => `"${earlier(time)}"`) ?? null
    await main
      .updateTable('mistake')
      .set({ created_at: earlier(row.created_at), due_at: earlier(row.due_at), card })
      .where('id', '=', id)
      .execute()
  }
}

/** Before each test two students whose books are empty, of one server for the file. */
export function emptyBooksForEachTest(): { readonly books: MistakeBooks } {
  let server: TestServer | undefined
  let books: MistakeBooks | undefined
  let tests = 0
  beforeAll(async () => {
    server = await startTestServer()
  })
  beforeEach(async () => {
    if (server === undefined) throw new Error('the server has not started')
    tests += 1
    books = new MistakeBooks(server, await server.login(`安娜 ${tests}`), await server.login(`本 ${tests}`))
  })
  afterAll(() => server?.close())
  return {
    get books() {
      if (books === undefined) throw new Error('no test is running')
      return books
    },
  }
}
