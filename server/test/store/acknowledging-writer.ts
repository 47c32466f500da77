import { AnswerRepository } from '../../src/store/answer-repository'
import { openDatabase } from '../../src/store/database'
import { newId } from '../../src/store/identifiers'
import { SessionRepository } from '../../src/store/session-repository'
import { UserRepository } from '../../src/store/user-repository'

/** Writes answers until it is killed, and says of each write that it is done only when it is. */
async function main(): Promise<void> {
  const { DATA_DIR: dataDirectory = '', DATABASE_URL: databaseUrl } = process.env
  const database = await openDatabase({ dataDirectory, databaseUrl: databaseUrl || undefined })
  const answers = new AnswerRepository(database, console)
  const { id: userId } = await new UserRepository(database).findOrCreate('dev:student', 'student')
  const sessions = new SessionRepository(database)
  const { items } = await sessions.list(userId, { page: 1, size: 1 })
  const sessionId = items[0]?.id ?? (await sessions.create(userId, 'session', null)).id
  say({ kind: 'began', userId, sessionId })
  await Promise.all(Array.from({ length: 4 }, () => writeForEver(answers, userId, sessionId)))
}

async function writeForEver(answers: AnswerRepository, userId: string, sessionId: string): Promise<never> {
  for (;;) {
    const requestId = newId()
    const params = { content: '1+1=?', session_id: sessionId }
    const { questionId } = (await answers.begin({ userId, requestId, params })).answer
    let text = ''
    for (let seq = 1; seq <= 5; seq++) {
      const content = `第${seq}步。`
      text += content
      await answers.appendDrafts([{ questionId, fence: 0, content, reasoning: '', seq }])
      say({ kind: 'draft', requestId, text })
    }
    await answers.save({
      questionId,
      fence: 0,
      status: 'done',
      content: text,
      reasoning: '',
      finishReason: 'stop',
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
      seq: 6,
    })
    say({ kind: 'saved', requestId, text })
  }
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
