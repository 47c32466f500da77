import type { AskParams } from '../../../typings/protocol'
import type { FinalAnswer, StoredAnswer } from '../../src/answer/answer-store'
import { AnswerRepository } from '../../src/store/answer-repository'
import type { Database } from '../../src/store/database'
import { newId } from '../../src/store/identifiers'
import { SessionRepository } from '../../src/store/session-repository'
import { UserRepository } from '../../src/store/user-repository'
import type { Backend } from './backends'

/** A store with two students, one of whom asks. */
export interface TestStore {
  database: Database
  answers: AnswerRepository
  sessions: SessionRepository
  userId: string
  strangerId: string
  begin(params?: Partial<AskParams>, requestId?: string): Promise<StoredAnswer>
  /** Another process on the same data. */
  restart(): Promise<AnswerRepository>
  /** Takes an answer up, as it stands: its new fence, where it was to be had. */
  reopen(answers: AnswerRepository, questionId: string, discardText?: boolean): Promise<number | undefined>
  /** Fails where the store had something to complain of. */
  remove(): Promise<void>
}

export async function createTestStore(create: Backend['create']): Promise<TestStore> {
  const log = { warn: jest.fn() }
  const place = await create()
  const database = await place.open()
  const answers = new AnswerRepository(database, log)
  const users = new UserRepository(database)
  const userId = (await users.findOrCreate('dev:student', 'student')).id
  const strangerId = (await users.findOrCreate('dev:stranger', 'stranger')).id
  return {
    database,
    answers,
    sessions: new SessionRepository(database),
    userId,
    strangerId,
    begin: async (params = {}, requestId = newId()) => {
      const result = await answers.begin({ userId, requestId, params: { content: '1+1=?', ...params } })
      return result.answer
    },
    restart: async () => new AnswerRepository(await place.open(), log),
    reopen: async (by, questionId, discardText) => {
      const { request_id } = await database.main
        .selectFrom('question')
        .select('request_id')
        .where('id', '=', questionId)
        .executeTakeFirstOrThrow()
      const stored = await by.find(userId, request_id)
      return stored && by.reopen(stored, discardText)
    },
    remove: async () => {
      await place.remove()
      expect(log.warn).not.toHaveBeenCalled()
    },
  }
}

/** An answer of 7 tokens. */
export function finished(questionId: string, overrides: Partial<FinalAnswer> = {}): FinalAnswer {
  return {
    questionId,
    fence: 0,
    status: 'done',
    content: '2',
    reasoning: '',
    finishReason: 'stop',
    usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    seq: 9,
    ...overrides,
  }
}
