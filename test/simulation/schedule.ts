import * as fc from 'fast-check'
import type { InstanceFault } from './instance-faults'

/** What goes wrong, and when: milliseconds from the ask. */
export type Fault =
  /** Every open link breaks; `variant` draws in which order, and how often, the phone hears of it. */
  | { kind: 'cut'; at: number; variant: number }
  /** Links go on looking open, and carry nothing any more. */
  | { kind: 'half_open'; at: number }
  /** Nothing arrives for a while, then everything does. */
  | { kind: 'stall'; at: number; duration: number }
  /** From now on each message takes that long. */
  | { kind: 'slow'; at: number; latency: number }
  /** The next attempts to connect are refused. */
  | { kind: 'refuse'; at: number; attempts: number }
  /** Attempts to connect hang without an answer. */
  | { kind: 'stalled_connects'; at: number; duration: number }
  /** WebSocket alone is blocked: plain requests get through. */
  | { kind: 'no_websocket'; at: number }
  /** The phone leaves its network and finds one again. */
  | { kind: 'no_network'; at: number; duration: number; announced: boolean }
  /** The phone changes to another network: what was open is dead. */
  | { kind: 'other_network'; at: number }
  /** The network comes and goes every half second. */
  | { kind: 'flapping'; at: number; duration: number }
  /** Each message to the phone comes twice for a while. */
  | { kind: 'doubled'; at: number; duration: number }
  /** Messages to the phone are lost here and there, and the link stays. */
  | { kind: 'swallowed'; at: number; duration: number }
  /** Each link dies after its first message, and goes on looking open. */
  | { kind: 'short_lived'; at: number; duration: number }
  /** The program is in the background. */
  | { kind: 'background'; at: number; duration: number; timersFirst: boolean }
  /** The program is killed by the phone, and opened again. */
  | { kind: 'program_killed'; at: number; duration: number }
  /** The server is killed, as with `kill -9`, and started again. */
  | { kind: 'server_killed'; at: number; duration: number }
  /** The server is asked to end (SIGTERM), and started again. */
  | { kind: 'server_restarted'; at: number; duration: number; patience: number }
  /** The date of the phone or of the server's machine is set, `by` milliseconds ahead or back. */
  | { kind: 'date_jumps'; at: number; side: 'phone' | 'server'; by: number }
  /** The database refuses the next writes. */
  | { kind: 'save_fails'; at: number; times: number }

/** What a student asks in a conversation of its own, what the model does about it, and when the student stops it. */
export interface Question {
  /** Milliseconds from the first one. */
  askedAt: number
  /** Pages to be read before the first word. */
  readingTime: number
  /** The model's pauses before each of its deltas, milliseconds. */
  pauses: number[]
  /** What it does at the end, or instead of an end. */
  ending: 'finish' | 'break_off' | 'silence' | 'refuse'
  /** On which chunks its gateway says that the answer is over: the last one, each, one in the middle and the last, or three at the end. */
  reasons: 'last' | 'each' | 'early' | 'repeated'
  /** Milliseconds from the ask. */
  stopAt: number | undefined
}

/** One run: what is asked, in the order of the questions, and what goes wrong meanwhile. */
export interface Schedule {
  /** Draws latencies and jitter. */
  seed: number
  questions: Question[]
  canContinue: boolean
  /** How long each attempt to save takes. */
  savingTime: number
  faults: Fault[]
  /** How many servers there are, where there is more than one, and what goes wrong with them. */
  servers?: number
  instanceFaults?: InstanceFault[]
}

/** All that goes wrong, with the phone, the network and the servers. */
export function faultsOf({ faults, instanceFaults = [] }: Schedule): (Fault | InstanceFault)[] {
  return [...faults, ...instanceFaults]
}

/** When each of it begins and is over, milliseconds from the beginning of the schedule. */
export function spansOf(schedule: Schedule): { from: number; until: number }[] {
  return faultsOf(schedule).map((fault) => ({
    from: fault.at,
    until: fault.at + ('duration' in fault ? fault.duration : 0),
  }))
}

const moment = fc.integer({ min: 0, max: 60_000 })
const shortTime = fc.integer({ min: 100, max: 30_000 })
const anyTime = fc.oneof(
  { weight: 5, arbitrary: shortTime },
  { weight: 1, arbitrary: fc.integer({ min: 30_000, max: 300_000 }) },
)

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: moment, variant: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ kind: fc.constant('half_open' as const), at: moment }),
  fc.record({ kind: fc.constant('stall' as const), at: moment, duration: anyTime }),
  fc.record({ kind: fc.constant('slow' as const), at: moment, latency: fc.integer({ min: 50, max: 3000 }) }),
  fc.record({ kind: fc.constant('refuse' as const), at: moment, attempts: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('stalled_connects' as const), at: moment, duration: anyTime }),
  fc.record({ kind: fc.constant('no_websocket' as const), at: moment }),
  fc.record({
    kind: fc.constant('no_network' as const),
    at: moment,
    duration: anyTime,
    announced: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('other_network' as const), at: moment }),
  fc.record({ kind: fc.constant('flapping' as const), at: moment, duration: shortTime }),
  fc.record({ kind: fc.constant('doubled' as const), at: moment, duration: anyTime }),
  fc.record({ kind: fc.constant('swallowed' as const), at: moment, duration: anyTime }),
  fc.record({ kind: fc.constant('short_lived' as const), at: moment, duration: anyTime }),
  fc.record({
    kind: fc.constant('background' as const),
    at: moment,
    duration: fc.oneof(shortTime, fc.integer({ min: 60_000, max: 3 * 3600_000 })),
    timersFirst: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('program_killed' as const), at: moment, duration: anyTime }),
  fc.record({ kind: fc.constant('server_killed' as const), at: moment, duration: anyTime }),
  fc.record({
    kind: fc.constant('server_restarted' as const),
    at: moment,
    duration: fc.integer({ min: 100, max: 10_000 }),
    patience: fc.integer({ min: 0, max: 60_000 }),
  }),
  fc.record({
    kind: fc.constant('date_jumps' as const),
    at: moment,
    side: fc.constantFrom('phone' as const, 'server' as const),
    by: fc.integer({ min: -3 * 3600_000, max: 3 * 3600_000 }),
  }),
  fc.record({ kind: fc.constant('save_fails' as const), at: moment, times: fc.integer({ min: 1, max: 4 }) }),
)

const pause = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 5, max: 400 }) },
  { weight: 3, arbitrary: fc.integer({ min: 400, max: 6000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 6000, max: 40_000 }) },
)

const question: fc.Arbitrary<Question> = fc.record({
  askedAt: fc.constant(0),
  readingTime: fc.oneof(fc.constant(0), fc.integer({ min: 1000, max: 20_000 })),
  pauses: fc.array(pause, { minLength: 1, maxLength: 40 }),
  ending: fc.oneof(
    { weight: 12, arbitrary: fc.constant('finish' as const) },
    { weight: 1, arbitrary: fc.constant('break_off' as const) },
    { weight: 1, arbitrary: fc.constant('silence' as const) },
    { weight: 1, arbitrary: fc.constant('refuse' as const) },
  ),
  reasons: fc.constantFrom('last' as const, 'each' as const, 'early' as const, 'repeated' as const),
  stopAt: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: moment }),
})

/** A question that is asked while the first one may be answered. */
const another = fc
  .tuple(question, fc.integer({ min: 0, max: 20_000 }))
  .map(([asked, askedAt]) => ({ ...asked, askedAt }))

/** Schedules as they are drawn, and shrunk where one fails. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  questions: fc
    .tuple(
      question,
      fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: another }),
    )
    .map(([first, second]) => (second === undefined ? [first] : [first, second])),
  canContinue: fc.oneof(
    { weight: 4, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
  savingTime: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1000, max: 20_000 })),
  faults: fc.array(fault, { maxLength: 6 }),
})
