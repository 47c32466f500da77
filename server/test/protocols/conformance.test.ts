import { tryPromises } from '../../../packages/answer-conformance/src/check-server'
import { logIn } from '../../../packages/answer-conformance/src/log-in'
import { targetOf } from '../../../packages/answer-conformance/src/target'
import { systemClock } from '../../src/answer/clock'
import { startTestServer } from '../http/test-server'
import { finishes, ScriptModel, type Step, says, wait } from '../support/script-model'

test('our own server keeps each promise that the conformance suite tries', async () => {
  const steps: Step[] = Array.from({ length: 30 }, (_, step) => [says(`第${step + 1}步。`), wait(60)]).flat()
  const model = new ScriptModel(systemClock, [[...steps, finishes()]])
  const server = await startTestServer({ model })
  try {
    const unknown = targetOf(server.address, { token: '', question: '数到三十。' })
    const token = await logIn(unknown, 'one')
    const otherToken = await logIn(unknown, 'other')
    const outcomes = await tryPromises({ ...unknown, token, otherToken })
    expect(outcomes.filter(({ held }) => held !== 'yes')).toEqual([])
  } finally {
    await server.close()
  }
})
