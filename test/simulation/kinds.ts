import { agUiBackend } from '../../packages/answer-stream/src/backends/ag-ui'
import { chatCompletionsBackend } from '../../packages/answer-stream/src/backends/chat-completions'
import { Agent, type AgentPromises } from './agent'
import { ChatEndpoint } from './chat-endpoint'
import { type SimulatedTime, seededRandom } from './clock'
import { Cluster } from './cluster'
import { type Claims, foreignViolationsOf } from './foreign-invariants'
import { foreignProgram } from './foreign-program'
import { violationsOf } from './invariants'
import { watchLag } from './lag'
import type { ModelCall } from './model'
import type { Wire, WireEnd } from './network'
import { OlderServer } from './older-server'
import { ownProgram } from './own-program'
import type { Phone } from './phone'
import type { Install } from './program-run'
import type { Fault, Schedule } from './schedule'
import { ScriptedHost, type Service, type ServiceParts } from './scripted-host'
import { ServerHost } from './server-host'
import type { Machine } from './strike'

/** A server, the program that asks it, and what both promise together. */
export interface Side {
  server: Machine & {
    accept(wire: Wire): WireEnd | 'never' | undefined
    stop(requestId: string): Promise<boolean>
  }
  install: Install
  /** What is not as promised, in words. */
  violations(phone: Phone): string[]
  counts(): { restarts: number; modelCalls: number }
  /** Looks on while the phone is answered; missing where nothing is promised of that. */
  watch?(phone: Phone): void
  /** Whether no model is at work any more; missing where nobody has to wait for that. */
  isIdle?(): boolean
}

/** A kind of server that the stream can ask. */
export interface Kind {
  start(time: SimulatedTime, schedule: Schedule): Side
  /** What can go wrong with its links. */
  suffers(fault: Fault): boolean
}

const AGENT = 'https://agent.test/agui'

/** What agents promise: each schedule has one of these. */
const AGENTS: readonly AgentPromises[] = [
  { numbered: true, idempotent: true, stoppable: true },
  { numbered: true, idempotent: false, stoppable: false },
  { numbered: false, idempotent: true, stoppable: true },
  { numbered: false, idempotent: false, stoppable: false },
]

/** TCP doubles nothing and loses nothing: only what numbers its frames itself can stand that, and be put to it. */
const onlyTcp = ({ kind }: Fault): boolean => kind !== 'doubled' && kind !== 'swallowed'

function scripted(serve: (parts: ServiceParts) => Service, install: Install, claims: Claims): Kind['start'] {
  return (time, schedule) => {
    const server = new ScriptedHost(time, schedule, serve)
    const { record } = server
    return {
      server,
      install,
      violations: (phone) => foreignViolationsOf({ schedule, phone, record, claims }),
      counts: () => ({
        restarts: record.restarts,
        modelCalls: [...record.begun.values()].reduce((sum, times) => sum + times, 0),
      }),
    }
  }
}

function agentOf(promises: AgentPromises): Kind['start'] {
  const { numbered, idempotent, stoppable } = promises
  const install = foreignProgram((headers) =>
    agUiBackend({ url: AGENT, headers, idempotent, ...(stoppable && { stopUrl: () => `${AGENT}/stop` }) }),
  )
  // One that knows its runs tells all of a run again.
  const claims = { resumes: numbered || idempotent, repeats: idempotent, toldOfStops: stoppable, asks: 1 }
  return scripted((parts) => new Agent(promises, parts), install, claims)
}

const asksChat = foreignProgram((headers) =>
  chatCompletionsBackend({ url: 'https://model.test/v1/chat/completions', headers }),
)

/** By the backends' own names; an older server is one of the tutor's (`miniprogram/stream/backends/older-server`). */
export const KINDS = {
  tutor: {
    suffers: () => true,
    start(time, schedule) {
      const server =
        schedule.servers === undefined
          ? new ServerHost(time, schedule)
          : new Cluster(time, schedule, seededRandom(schedule.seed + 1))
      const isOver = ({ ended, abandoned }: ModelCall) => ended || abandoned
      return {
        server,
        install: ownProgram,
        ...(schedule.servers === undefined
          ? {}
          : { watch: (phone) => watchLag({ time, schedule, phone, record: server.record }) }),
        isIdle: () => server.record.modelCalls.every(isOver),
        violations: (phone) => violationsOf({ schedule, phone, server }),
        counts: () => ({ restarts: server.record.restarts, modelCalls: server.record.modelCalls.length }),
      }
    },
  },
  'older-server': {
    suffers: onlyTcp,
    start: scripted(
      (parts) => new OlderServer(parts),
      // Of an answer that has begun nothing is kept: nobody could go on with it.
      (parts) => ({ ...ownProgram(parts), forgets: true }),
      // As long as no frame has come nothing tells it from one of today's: three sockets, and another run's.
      { resumes: false, repeats: false, toldOfStops: false, asks: Number.POSITIVE_INFINITY },
    ),
  },
  'ag-ui': {
    suffers: onlyTcp,
    start: (time, schedule) => {
      const promises = AGENTS[schedule.seed % AGENTS.length]
      if (promises === undefined) throw new Error(`a seed below 0: ${schedule.seed}`)
      return agentOf(promises)(time, schedule)
    },
  },
  chat: {
    suffers: onlyTcp,
    start: scripted((parts) => new ChatEndpoint(parts), asksChat, {
      resumes: false,
      repeats: false,
      toldOfStops: false,
      asks: 1,
    }),
  },
} satisfies Record<string, Kind>
