import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AnswerRepository } from '../../src/store/answer-repository'
import { openDatabase } from '../../src/store/database'
import { UserRepository } from '../../src/store/user-repository'
import { memoryLogger } from '../support/service-harness'

it('a text that was whole when its process died is whole for the next one, in the real database', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tutor-whole-'))
  const database = await openDatabase({ dataDirectory: directory, onConnectionLost: () => undefined })
  try {
    const { id: userId } = await new UserRepository(database).findOrCreate('dev:anna', '安娜')
    const dying = new AnswerRepository(database, memoryLogger())
    const ids = await Promise.all(
      ['whole', 'growing'].map(async (requestId) => {
        const { answer } = await dying.begin({ userId, requestId, params: { content: '问' } })
        return answer.questionId
      }),
    )
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
    const [whole = '', growing = ''] = ids
    await dying.appendDrafts([
      { questionId: whole, fence: 0, content: '答', reasoning: '', seq: 2 },
      { questionId: growing, fence: 0, content: '一', reasoning: '', seq: 2 },
    ])
    await dying.appendDrafts([
      {
        questionId: whole,
        fence: 0,
        content: '案',
        reasoning: '',
        seq: 4,
        finish: { reason: 'stopped', usage },
      },
    ])
    const unfinished = await new AnswerRepository(database, memoryLogger()).unfinished([])
    const told = unfinished.map(({ questionId, content, lastSeq, finishReason, usage }) => [
      questionId,
      { content, lastSeq, finishReason, usage },
    ])
    expect(Object.fromEntries(told)).toEqual({
      [whole]: { content: '答案', lastSeq: 4, finishReason: 'stopped', usage },
      [growing]: { content: '一', lastSeq: 2, finishReason: null, usage: null },
    })
  } finally {
    await database.close()
    await rm(directory, { recursive: true, force: true })
  }
})
