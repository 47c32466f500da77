import { readFileSync } from 'node:fs'
import { ANSWER_STATES, type AnswerState, type Condition } from '../../miniprogram/stream/states'
import { TRANSITIONS, transitionFor } from '../../miniprogram/stream/transitions'
import { DRAWING, drawAnswerStates } from '../../scripts/answer-states-drawing'

const FINAL: AnswerState[] = ['done', 'stopped', 'failed']

describe('the table of states', () => {
  test('is what docs/answer-states.md shows (npx tsx scripts/draw-answer-states.ts)', () => {
    expect(readFileSync(DRAWING, 'utf8').replace(/\r\n/g, '\n')).toBe(drawAnswerStates())
  })

  test('leads from idle to every state', () => {
    const reached = new Set<AnswerState>(['idle'])
    for (let size = 0; size !== reached.size; ) {
      size = reached.size
      for (const { from, to } of TRANSITIONS) if (from.some((state) => reached.has(state))) reached.add(to)
    }
    expect([...reached].sort()).toEqual([...ANSWER_STATES].sort())
  })

  test('leads out of no final state, and what settles leads into one', () => {
    for (const { from, to, effects } of TRANSITIONS) {
      for (const state of from.filter((each) => FINAL.includes(each))) expect(to).toBe(state)
      const settles = effects.some((effect) => ['succeed', 'fail', 'settle_stopped'].includes(effect))
      if (settles) expect(FINAL).toContain(to)
    }
  })

  test('has no row that an earlier one hides', () => {
    TRANSITIONS.forEach(({ from, on, when }, index) => {
      for (const state of from) {
        const hiding = TRANSITIONS.slice(0, index).find(
          (row) => row.on === on && row.from.includes(state) && row.when.every((each) => when.includes(each)),
        )
        expect(hiding).toBeUndefined()
      }
    })
  })

  test('changes nothing where it has no row', () => {
    const always = () => true
    expect(transitionFor('done', 'frame', always)).toBeUndefined()
    expect(transitionFor('streaming', 'retry_due', always)).toBeUndefined()
  })

  test('asks no second time what must not be asked twice', () => {
    const onlyLink = (condition: Condition) => condition === 'only_link'
    for (const state of ['streaming', 'processing', 'reconnecting', 'suspended'] as const) {
      expect(transitionFor(state, 'link_lost', onlyLink)).toMatchObject({ to: 'failed' })
    }
    expect(transitionFor('streaming', 'network_returned', onlyLink)).toBeUndefined()
  })
})
