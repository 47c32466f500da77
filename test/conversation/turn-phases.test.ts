import fc from 'fast-check'
import { isUnderWay, newTurn, type Turn } from '../../miniprogram/conversation/turn'
import { type TurnChange, turnWriter } from '../../miniprogram/conversation/turn-changes'
import { failure, linked, saved, type TurnPhase } from '../../miniprogram/conversation/turn-phase'
import type { AnswerState } from '../../miniprogram/stream/states'
import { historyItem, settle, type World, world } from './fakes'

const CONNECTING = linked('connecting', { name: 'uploading' })
const STREAMING = linked('streaming', CONNECTING)
const FAILED = failure('MODEL_TIMEOUT', true)

/** A turn in that phase, with a part of an answer, and the one who writes to it. */
function standing(phase: TurnPhase) {
  const logged: unknown[] = []
  const turn: Turn = { ...newTurn('r1', '讲讲浮力', []), phase, text: '浮力', retries: 1 }
  const write = turnWriter({ error: (...said) => logged.push(said[1]) })
  return { turn, logged, write: (change: TurnChange) => write(turn, change) }
}

describe('What cannot follow on where a turn stands', () => {
  const over: TurnPhase[] = [saved('done'), saved('stopped'), failure('BAD_REQUEST', false)]
  test.each<[string, TurnPhase[], TurnChange, string]>([
    ['an answer that is over goes on', over, { phase: STREAMING, retries: 2 }, 'TURN_PHASE'],
    ['an answer that is over goes out again', over, { phase: CONNECTING, retries: 2 }, 'TURN_PHASE'],
    ['an answer that is over ends once more', over, { phase: FAILED, retries: 2 }, 'TURN_PHASE'],
    [
      'a stop is forgotten',
      [{ name: 'stopping' }],
      { phase: linked('reconnecting', STREAMING), tokens: 3 },
      'TURN_PHASE',
    ],
    [
      'photos bring an answer',
      [{ name: 'uploading' }],
      { phase: saved('done'), accepted: true },
      'TURN_PHASE',
    ],
    ['what was asked is called unsent', [STREAMING], { phase: { name: 'unsent' } }, 'TURN_PHASE'],
    ['an answer grows that is over', [...over, FAILED], { text: '浮力等于' }, 'TURN_ENDED'],
    [
      'an answer is rated that is not saved',
      [STREAMING, FAILED],
      { saved: { rating: 'up' } },
      'TURN_UNSAVED',
    ],
  ])('changes nothing of it, and is logged: %s', (_, phases, change, code) => {
    for (const phase of phases) {
      const { turn, logged, write } = standing(phase)
      const before = { ...turn }
      expect(write(change)).toBe(false)
      expect(turn).toEqual(before)
      expect(logged).toEqual([code])
    }
  })

  test('is not that what may be tried again goes out again, and that a saved answer is rated', () => {
    for (const phase of [FAILED, { name: 'unsent' } as const])
      expect(standing(phase).write({ phase: CONNECTING })).toBe(true)
    const { turn, write } = standing(saved('done', { answerId: 'a1' }))
    expect(write({ saved: { rating: 'up' } })).toBe(true)
    expect(turn.phase).toMatchObject({ name: 'done', answerId: 'a1', rating: 'up', kept: 'no' })
  })
})

const LIVE: readonly AnswerState[] = ['connecting', 'streaming', 'processing', 'reconnecting', 'suspended']

/** What a student, the network and the server do, in whatever order. */
const steps: Record<string, (world: World, at: number) => unknown> = {
  send: ({ conversation }) => conversation.send('讲讲浮力'),
  'send a page': ({ conversation }, at) => {
    conversation.tray.add([`page ${at}`])
    conversation.send('')
  },
  state: ({ learning }, at) =>
    learning.streams.at(-1)?.tell({ type: 'state', state: LIVE[at % 5] ?? 'streaming' }),
  status: ({ learning }) => learning.streams.at(-1)?.tell({ type: 'status', stage: 'thinking' }),
  accepted: ({ learning }, at) =>
    learning.streams
      .at(-1)
      ?.tell({ type: 'accepted', requestId: '', sessionId: `s${at % 2}`, resumed: false }),
  write: ({ learning }) => learning.streams.at(-1)?.write('浮'),
  finish: ({ learning }) => learning.streams.at(-1)?.finish(),
  fail: ({ learning }, at) =>
    learning.streams.at(-1)?.fail('MODEL_TIMEOUT', at % 3 > 0, at % 4 === 0 ? [1] : []),
  arrive: ({ learning }) => learning.uploads.at(-1)?.arrive(),
  break: ({ learning }) => learning.uploads.at(-1)?.break(),
  stop: ({ conversation }) => conversation.stop(),
  retry: ({ conversation }, at) => conversation.retry(nameOf(conversation.turns, at)),
  'take back': ({ conversation }, at) => conversation.takeBack(nameOf(conversation.turns, at)),
  rate: ({ conversation }, at) =>
    conversation.answers.rate(nameOf(conversation.turns, at), 'up').catch(() => undefined),
  keep: ({ conversation }, at) => void conversation.answers.keep(nameOf(conversation.turns, at)),
  again: ({ conversation }, at) => conversation.next.again(nameOf(conversation.turns, at)),
  'go back': ({ conversation }) => conversation.comeBack(),
  open: ({ conversation }, at) => conversation.open(`s${at % 2}`),
  'begin anew': ({ conversation }) => conversation.startNew(),
}

function nameOf(turns: readonly Turn[], at: number): string {
  return turns[at % Math.max(1, turns.length)]?.requestId ?? 'none'
}

/** Streams as they are: one that has ended, or was stopped, tells nothing more but its end. */
function isAllowed(does: string, { learning, conversation }: World): boolean {
  const ofStream = ['state', 'status', 'accepted', 'write', 'finish', 'fail']
  if (!ofStream.includes(does)) return true
  const stream = learning.streams.at(-1)
  const { requestId, phase } = conversation.underWay ?? {}
  // One whose pages were gone has failed; its question goes up again under the same id.
  const isOn = stream !== undefined && requestId === stream.requestId && phase?.name !== 'uploading'
  return isOn && (stream.stops === 0 || does === 'finish')
}

describe('A conversation', () => {
  const one = fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.nat(20))
  test('leads its turns along the table, and lets none that is over move by itself, whatever happens when', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 10, maxLength: 40 }), async (all) => {
        const opened = world()
        const items = [historyItem(1), historyItem(2, { status: 'generating', content: '第' })]
        for (const id of ['s0', 's1']) opened.learning.histories.set(id, { items, has_more: false })
        for (const [does, at] of all) {
          if (!isAllowed(does, opened)) continue
          const over = opened.conversation.turns.filter((turn) => !isUnderWay(turn))
          const before = over.map(({ text, phase }) => [text, phase.name])
          await steps[does]?.(opened, at)
          await settle()
          const after = over.map(({ text, phase }) => [text, phase.name])
          if (!['retry', 'go back', 'finish', 'fail'].includes(does)) expect(after).toEqual(before)
        }
        expect(opened.errors).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
