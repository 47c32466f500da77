import { AnswerError } from '../../src/answer/answer-error'
import { type AnswerPhase, phaseAfter } from '../../src/answer/answer-phase'

const error = new AnswerError('SAVE_FAILED')
const PHASES: readonly AnswerPhase[] = [
  { name: 'writing' },
  { name: 'saving' },
  { name: 'unsaved', error },
  { name: 'failed', error, written: true },
  { name: 'done' },
]

describe('where an answer stands', () => {
  test.each(PHASES)('nothing follows what is done: not $name', (next) => {
    const done: AnswerPhase = { name: 'done' }
    expect(phaseAfter(done, next)).toBe(done)
  })

  test.each([
    ['writing', 'writing saving failed done'],
    ['saving', 'saving unsaved failed done'],
    ['unsaved', 'saving'],
    ['failed', 'writing saving'],
  ])('from %s it goes to %s, and to nothing else', (name, names) => {
    const from = PHASES.find((phase) => phase.name === name)
    if (from === undefined) throw new TypeError(name)
    const isReached = (next: AnswerPhase): boolean => phaseAfter(from, next) === next
    const reached = PHASES.map((phase) => ({ ...phase })).filter(isReached)
    expect(new Set(reached.map((next) => next.name))).toEqual(new Set(names.split(' ')))
  })
})
