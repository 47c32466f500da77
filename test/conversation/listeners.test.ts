import type { ConversationChange } from '../../miniprogram/conversation/changes'
import { settle, world } from './fakes'

/** One question from its sending to the end of its answer. */
async function answered(ends: 'done' | 'failed', breaksAt?: ConversationChange['type']) {
  const { conversation, learning, store, errors } = world()
  const told: string[] = []
  conversation.subscribe((change) => {
    if (change.type === breaksAt) throw new Error('the page broke')
  })
  conversation.subscribe((change) =>
    told.push(change.type === 'session' ? `session ${change.state}` : change.type),
  )
  conversation.send('1 + 1 = ?')
  await settle()
  learning.stream.tell({ type: 'accepted', requestId: 'request-1', sessionId: 's1', resumed: false })
  learning.stream.write('2')
  await (ends === 'done' ? learning.stream.finish() : learning.stream.fail('MODEL_TIMEOUT'))
  return {
    told,
    kept: [...store.values.keys()].sort(),
    shown: conversation.turns.map(({ phase, text }) => [phase.name, text]),
    underWay: conversation.underWay,
    errors,
  }
}

const cases = (['done', 'failed'] as const).flatMap((ends) =>
  (['added', 'status', 'append', 'session', 'settled', 'history', 'draft', 'turns'] as const).map(
    (breaksAt) => [breaksAt, ends] as const,
  ),
)

describe('A page that breaks when it hears of something', () => {
  test.each(cases)('(%s) keeps nothing from the others, nor from an answer that is %s', async (at, ends) => {
    const { errors: none, ...whole } = await answered(ends)
    const { errors, ...broken } = await answered(ends, at)
    expect(broken).toEqual(whole)
    expect(none).toEqual([])
    expect(whole.told).toContain(`session ${ends}`)
    for (const error of errors) expect(error).toEqual(new Error('the page broke'))
    expect(errors.length).toBe(whole.told.filter((type) => type.split(' ')[0] === at).length)
  })
})
