import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { AnswerRepository } from '../../src/store/answer-repository'
import { compiled } from '../compiled'
import { backends } from './backends'

// Whole processes are started here, which takes its time on a busy machine.
jest.setTimeout(60_000)

describe.each(backends)('the process is killed on $name', ({ create }) => {
  test('what was acknowledged is there: saved answers, drafts and statistics', async () => {
    const place = await create()
    const acknowledged: { requestId: string; kind: string; text: string }[] = []
    let userId = ''
    let sessionId = ''
    for (let run = 0; run < 3; run++) {
      const child = spawn(process.execPath, [compiled('acknowledging-writer')], {
        env: { ...process.env, DATA_DIR: place.dataDirectory, DATABASE_URL: place.databaseUrl ?? '' },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      for await (const line of createInterface({ input: child.stdout })) {
        const message = JSON.parse(line)
        if (message.kind === 'began') ({ userId, sessionId } = message)
        else acknowledged.push(message)
        if (acknowledged.length >= 100 * (run + 1)) break
      }
      await kill(child)
    }

    const database = await place.open()
    const answers = new AnswerRepository(database, { warn: jest.fn() })
    const saved = new Set<string>()
    for (const { requestId, kind, text } of acknowledged) {
      const answer = await answers.find(userId, requestId)
      expect(answer?.content.startsWith(text)).toBe(true)
      if (kind !== 'saved') continue
      saved.add(requestId)
      expect(answer?.status).toBe('done')
    }
    expect(saved.size).toBeGreaterThan(10)
    const { done } = await database.main
      .selectFrom('answer')
      .select((select) => select.fn.countAll().as('done'))
      .executeTakeFirstOrThrow()
    const session = await database.main
      .selectFrom('chat_session')
      .selectAll()
      .where('id', '=', sessionId)
      .executeTakeFirstOrThrow()
    expect(Number(done)).toBeGreaterThanOrEqual(saved.size)
    expect(session).toMatchObject({ question_count: Number(done), total_tokens: 7 * Number(done) })
    await place.remove()
  })
})

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
