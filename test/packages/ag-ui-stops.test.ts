import {
  agUiClient,
  finished,
  hear as heardBy,
  type Options,
  started,
  text,
  textStart,
  URL,
} from './ag-ui-agent'
import { aForeignProgramForEachTest, event, type ForeignClient } from './client'

const on = aForeignProgramForEachTest()

function client(options: Options = {}, program = on.program): ForeignClient {
  return agUiClient(program, options)
}

const hear = (...events: (object | [object, number])[]): void => heardBy(on.program, events)

describe('a stop', () => {
  test('is told where the agent says how, and its last word is waited for', async () => {
    const asked = client({ stopUrl: (runId) => `${URL}/${runId}/stop` }).ask(
      { content: '?' },
      { requestId: 'r1' },
    )
    hear(started, textStart(), [text('一'), 1])
    const run = on.program.phone.request
    asked.stream.stop()
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.request.options).toMatchObject({
      url: `${URL}/r1/stop`,
      method: 'POST',
      header: { 'X-Key': 'k' },
    })
    on.program.phone.request.answer(200, {})
    run.bytes(event({ ...finished, result: { ...finished.result, finish_reason: 'stopped' } }, 2))
    expect(await asked.outcome()).toMatchObject({ text: '一', finishReason: 'stopped', answerId: 'a1' })
    expect(run.aborted).toBe(true)
  })

  test('that could not be told waits for the network', async () => {
    const asked = client({ stopUrl: (runId) => `${URL}/${runId}/stop` }).ask(
      { content: '?' },
      { requestId: 'r1' },
    )
    hear(started, textStart(), [text('一'), 1])
    asked.stream.stop()
    await jest.advanceTimersByTimeAsync(3000)
    expect(await asked.outcome()).toMatchObject({ finishReason: 'stopped' })
    on.program.phone.request.fail()
    await jest.advanceTimersByTimeAsync(0)
    on.program.phone.network(true)
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.requests).toHaveLength(3)
    on.program.phone.request.answer(200, {})
    await jest.advanceTimersByTimeAsync(0)
    expect(on.program.phone.listening).toBe(0)
  })

  test('ends the answer here where the agent cannot be told', async () => {
    const asked = client().ask()
    hear(started, textStart(), [text('一'), 1])
    asked.stream.stop()
    expect(await asked.outcome()).toMatchObject({ text: '一', finishReason: 'stopped' })
    expect(on.program.phone.request.aborted).toBe(true)
    expect(on.program.phone.requests).toHaveLength(1)
  })
})
