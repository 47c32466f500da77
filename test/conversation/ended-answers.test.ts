import { EndedAnswers, KEEP_PATIENCE } from '../../miniprogram/conversation/ended-answers'
import { newTurn, savedOf, type Turn } from '../../miniprogram/conversation/turn'
import { turnWriter } from '../../miniprogram/conversation/turn-changes'
import { saved } from '../../miniprogram/conversation/turn-phase'
import type { Extras } from '../../typings/protocol'
import { ManualClock } from '../support/manual-clock'
import { FakeLearning, settle } from './fakes'

const extras = (more: Partial<Extras> = {}): Extras => ({
  status: 'ready',
  title: null,
  subject: null,
  follow_ups: [],
  correction: null,
  ...more,
})

/** An answer that has ended, and what follows it has not come. */
function ended(
  requestId: string,
  asking: Turn['asking'] = { mode: 'solve' },
  content = '解方程 4x - 9 = 11',
): Turn {
  const turn = newTurn(requestId, content, [], asking)
  return {
    ...turn,
    text: 'x = 5',
    questionId: `q-${requestId}`,
    phase: saved('done', { answerId: `a-${requestId}`, extras: extras({ status: 'pending' }) }),
  }
}

/** A conversation of these turns, whose server tells what follows an answer when the test says so. */
function opened(...turns: Turn[]) {
  const clock = new ManualClock()
  const learning = new FakeLearning()
  const seen: unknown[] = []
  let come: (extras: Extras) => void = () => undefined
  learning.extras = () =>
    new Promise((resolve) => {
      come = resolve
    })
  let open: readonly Turn[] = turns
  const answers = new EndedAnswers({
    learning,
    write: turnWriter({ error: (message) => seen.push(message) }),
    turns: () => open,
    changed: (turn) => seen.push(savedOf(turn)?.kept),
    extrasCame: () => undefined,
    clock,
  })
  return {
    answers,
    clock,
    learning,
    seen,
    come: (more: Partial<Extras>) => come(extras(more)),
    openOther: (...others: Turn[]) => {
      open = others
    },
  }
}

describe('An exercise that is kept before what follows its answer is there', () => {
  test('is on its way at once, and a second tap keeps it no second time', async () => {
    const { answers, clock, learning, seen } = opened(ended('one'))
    const kept = answers.keep('one')
    expect(seen).toEqual(['on-its-way'])
    expect(await answers.keep('one')).toBeUndefined()
    clock.advance(KEEP_PATIENCE)
    expect(await kept).toBe('new')
    expect([seen, learning.kept.length]).toEqual([['on-its-way', 'yes'], 1])
  })

  test('goes out with its subject when that comes', async () => {
    const { answers, clock, learning, come } = opened(ended('one'))
    const kept = answers.keep('one')
    clock.advance(KEEP_PATIENCE - 1)
    await settle()
    expect(learning.kept).toEqual([])
    come({ subject: 'math' })
    expect(await kept).toBe('new')
    expect([learning.kept[0]?.subject, clock.armed]).toEqual(['math', 0])
  })

  test('goes out without its subject when that does not come within seconds', async () => {
    const { answers, clock, learning } = opened(ended('one'))
    const kept = answers.keep('one')
    clock.advance(KEEP_PATIENCE)
    expect(await kept).toBe('new')
    expect(learning.kept).toEqual([{ text: '解方程 4x - 9 = 11', reason: 'x = 5' }])
    expect(KEEP_PATIENCE).toBeLessThanOrEqual(5000)
  })

  test('is the question of its hint also where another conversation is open by then', async () => {
    const question = ended('one', { mode: 'hint' })
    const hint = ended('two', { mode: 'hint', about: 'q-one' }, '')
    const { answers, clock, learning, openOther } = opened(question, hint)
    const kept = answers.keep('two')
    openOther(ended('three'))
    clock.advance(KEEP_PATIENCE)
    await kept
    expect(learning.kept).toEqual([{ text: '解方程 4x - 9 = 11' }])
  })

  test('can be kept again where it did not arrive', async () => {
    const { answers, clock, learning, seen } = opened(ended('one'))
    jest.spyOn(learning, 'keep').mockRejectedValueOnce(new Error('no network'))
    const kept = answers.keep('one')
    clock.advance(KEEP_PATIENCE)
    await expect(kept).rejects.toThrow('no network')
    expect(seen).toEqual(['on-its-way', 'no'])
    const again = answers.keep('one')
    clock.advance(KEEP_PATIENCE)
    expect(await again).toBe('new')
  })
})
