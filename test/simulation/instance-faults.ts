import * as fc from 'fast-check'
import type { Outage } from './outages'
import { type Fault, type Schedule, schedules } from './schedule'

/** What goes wrong with one of several servers, or with what they share; milliseconds from the ask. */
export type InstanceFault =
  /** Nothing of it happens for a while, as by SIGSTOP: then it goes on as if nothing had been. */
  | { kind: 'stopped'; at: number; server: number; duration: number }
  /** As by `kill -9`; started again after `duration`. */
  | { kind: 'killed'; at: number; server: number; duration: number }
  /** As by SIGTERM. */
  | { kind: 'ended'; at: number; server: number; duration: number; patience: number }
  /** It alone does not reach the database, or Redis, or neither; students reach it. */
  | (Outage & { kind: 'cut_off'; at: number; server: number; from: 'store' | 'frames' | 'both' })
  /** The database answers nobody. */
  | (Outage & { kind: 'store_away'; at: number })
  /** Redis answers nobody, and comes back with what it had, or with nothing. */
  | (Outage & { kind: 'frames_away'; at: number; forgets: boolean })

const at = fc.integer({ min: 0, max: 40_000 })
const server = fc.nat({ max: 7 })
/** Often longer than a lease. */
const duration = fc.integer({ min: 100, max: 40_000 })
const unanswered = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3000 }))

const instanceFault: fc.Arbitrary<InstanceFault> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('stopped' as const), at, server, duration }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('killed' as const), at, server, duration }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('ended' as const),
      at,
      server,
      duration: fc.integer({ min: 100, max: 10_000 }),
      patience: fc.integer({ min: 0, max: 30_000 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('cut_off' as const),
      at,
      server,
      from: fc.constantFrom('store' as const, 'frames' as const, 'both' as const),
      duration,
      unanswered,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('store_away' as const), at, duration, unanswered }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('frames_away' as const),
      at,
      duration,
      unanswered,
      forgets: fc.boolean(),
    }),
  },
)

/** What may go wrong between a phone and several servers as well: here they are the matter. */
const BETWEEN: readonly Fault['kind'][] = [
  'cut',
  'half_open',
  'stall',
  'doubled',
  'other_network',
  'save_fails',
]
/** Milliseconds: what takes longer is the other simulation's. */
const LONGEST = 30_000

/**
 * Schedules for so many servers. Where one is stopped no gateway says the end too early: what it says a second later, which is how a
 * stopped server finds it, nobody can tell from an end.
 */
export function instanceSchedules(servers: number): fc.Arbitrary<Schedule> {
  return fc
    .tuple(schedules, fc.array(instanceFault, { minLength: 1, maxLength: 5 }))
    .map(([schedule, instanceFaults]) => ({
      ...schedule,
      questions: instanceFaults.some(({ kind }) => kind === 'stopped')
        ? schedule.questions.map((question) => ({ ...question, reasons: 'last' as const }))
        : schedule.questions,
      faults: schedule.faults
        .filter(({ kind }) => BETWEEN.includes(kind))
        .filter((fault) => !('duration' in fault) || fault.duration <= LONGEST),
      servers,
      instanceFaults,
    }))
}

/** Whether some server does not reach the database while this lasts. */
export function isStoreAway(fault: InstanceFault): boolean {
  return fault.kind === 'store_away' || (fault.kind === 'cut_off' && fault.from !== 'frames')
}
