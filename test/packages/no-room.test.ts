import { aForeignProgramForEachTest, event } from './client'

const on = aForeignProgramForEachTest()
const FULL = { errMsg: 'request:fail exceed max task count', errno: 600007 }

describe('an answer over HTTP for which the phone has no request left', () => {
  test.each(['chat completions', 'AG-UI'] as const)(
    'waits for one, though %s may be asked only once: nothing of it has gone out',
    async (kind) => {
      const url = 'https://model.test'
      const client = on.program.client(({ agUiBackend, chatCompletionsBackend }) =>
        kind === 'AG-UI' ? agUiBackend({ url }) : chatCompletionsBackend({ url }),
      )
      const asked = client.ask()
      for (let time = 1; time <= 10; time += 1) {
        expect(on.program.phone.requests).toHaveLength(time)
        on.program.phone.request.fail(FULL)
        await jest.advanceTimersByTimeAsync(500)
      }
      const last = on.program.phone.request
      if (kind === 'AG-UI') {
        last.bytes(event({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: '好' }))
        last.bytes(event({ type: 'RUN_FINISHED' }))
      } else {
        last.bytes(event({ choices: [{ delta: { content: '好' } }] }))
        last.bytes(event('[DONE]'))
      }
      expect(await asked.outcome()).toMatchObject({ text: '好' })
      expect([jest.getTimerCount(), on.program.phone.listening]).toEqual([0, 0])
    },
  )

  test('asks no second time where it was another failure', async () => {
    const asked = on.program
      .client((library) => library.chatCompletionsBackend({ url: 'https://model.test' }))
      .ask()
    on.program.phone.request.fail(FULL)
    await jest.advanceTimersByTimeAsync(500)
    on.program.phone.request.fail()
    await jest.advanceTimersByTimeAsync(60_000)
    expect(on.program.phone.requests).toHaveLength(2)
    expect(await asked.outcome()).toMatchObject({ code: 'WS_CONNECT_ERROR' })
  })

  test('and is stopped meanwhile ends at once, and no server is told of it', async () => {
    const asked = on.program
      .client((library) =>
        library.agUiBackend({ url: 'https://agent.test', stopUrl: () => 'https://agent.test/stop' }),
      )
      .ask()
    on.program.phone.request.fail(FULL)
    asked.stream.stop()
    await jest.advanceTimersByTimeAsync(60_000)
    expect(await asked.outcome()).toMatchObject({ finishReason: 'stopped' })
    expect(on.program.phone.requests).toHaveLength(1)
  })
})
