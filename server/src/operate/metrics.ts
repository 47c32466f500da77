import {
  type Aggregator,
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  Registry,
} from 'prom-client'
import * as v from 'valibot'
import type { AnswerReport } from '../../../typings/protocol'
import { version } from '../../package.json'
import { retryableByCode } from '../answer/answer-error'
import { type AnswerMetrics, MODEL_OUTCOMES } from '../answer/answer-metrics'
import { CHECKED, type Checked, VERDICTS, type Verdict } from '../safety/content-safety'
import { QUERIES, type WatchedQuery } from '../store/watch-queries'
import { type Counted, countedSchema } from '../workers/counts'
import { phoneMetrics } from './phone-metrics'

const answerSeconds = [0.5, 1, 2, 5, 10, 20, 40, 60, 90, 120, 180, 300, 600]
/** Around the joining of deltas, and around the keepalive's interval. */
const gapSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 5.5, 7.5, 10, 20, 40]
const queryLabels = ['of', 'kind'] as const
const querySeconds = [0.0005, 0.002, 0.005, 0.02, 0.05, 0.2, 0.5, 1, 3]
const requestSeconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What is counted and told of a server. */
export interface Metrics {
  registry: Registry
  /** What a scrape gets: everything of this process, and of its siblings where it has any. */
  scrape: () => Promise<string>
  answers: AnswerMetrics
  /** Of HTTP requests. */
  requests: RequestMetrics
  /** These models are asked, the first first: what alerts read of them is there before it happens. */
  modelsKnown: (names: readonly string[]) => void
  /** A text was checked before it was taken or shown. */
  contentChecked: (of: Checked, verdict: Verdict) => void
  /** A phone told how an answer was. */
  phoneReported: (report: AnswerReport) => void
  /** A statement was carried out, or failed. */
  queried: (query: WatchedQuery) => void
}

/** What is told of HTTP requests. */
export interface RequestMetrics {
  /** There is such a route. */
  known: (route: string) => void
  /** One was answered, after so many seconds. */
  answered: (
    request: { method: string; route: string; status: number; isFailure: boolean },
    seconds: number,
  ) => void
}

/**
 * Everything that is counted, for Prometheus. What an alert reads by its increase is there from the start, with 0 for all labels that are known
 * then: the increase from a series that is not there to 1 is none. A registry of its own, so that two servers do not count together.
 */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    scrape: () => registry.metrics(),
    ...answerMetrics(registry),
    requests: requestMetrics(registry),
    contentChecked: contentCounter(registry),
    phoneReported: phoneMetrics(registry, version),
    queried: queryHistogram(registry),
  }
}

/** What this process has counted, for the other processes of its server. */
export async function countedBy(registry: Registry): Promise<Counted[]> {
  return v.parse(v.array(countedSchema), await registry.getMetricsAsJSON())
}

/**
 * What several processes have counted, as one server, each as its registry gave it. Sums, but where an alert asks how the worst of them is: a sum would
 * hide it, and a mean as well.
 */
export function scrapeTogether(processes: readonly (readonly Counted[])[]): Promise<string> {
  const asked = processes.map((metrics) =>
    metrics.map((metric) => ({ ...metric, ...togetherBy(metric.name) })),
  )
  return AggregatorRegistry.aggregate(asked).metrics()
}

/** Of what prom-client counts by itself; without a word here its own choice stands. */
function togetherBy(name: string): { aggregator?: Aggregator } {
  // Limits: the nearest one.
  if (/^(process_max_fds|nodejs_eventloop_lag_min_seconds)$/.test(name)) return { aggregator: 'min' }
  // Memory and files are of a process, and so are their limits; the start is the last one, so that each is seen.
  if (/^(process_start_time_seconds|process_open_fds|nodejs_eventloop_lag_.*)$/.test(name))
    return { aggregator: 'max' }
  if (/^(process|nodejs)_.*_bytes$/.test(name)) return { aggregator: 'max' }
  return {}
}

function contentCounter(registry: Registry): Metrics['contentChecked'] {
  const checks = new Counter({
    name: 'tutor_content_checks_total',
    help: 'Texts that were checked before they were taken or shown; unknown: the check itself failed',
    labelNames: ['of', 'verdict'] as const,
    registers: [registry],
  })
  for (const of of CHECKED) for (const verdict of VERDICTS) checks.inc({ of, verdict }, 0)
  return (of, verdict) => checks.inc({ of, verdict })
}

function queryHistogram(registry: Registry): Metrics['queried'] {
  const queries = new Histogram({
    name: 'tutor_database_seconds',
    help: 'Time of statements by the tables that they are of (main, drafts) and their kind',
    labelNames: queryLabels,
    buckets: querySeconds,
    registers: [registry],
  })
  for (const of of QUERIES.of) for (const kind of QUERIES.kind) queries.zero({ of, kind })
  return ({ of, kind, duration }) => queries.observe({ of, kind }, duration / 1000)
}

function requestMetrics(registry: Registry): RequestMetrics {
  const requests = new Histogram({
    name: 'tutor_http_request_seconds',
    help: 'Time of HTTP requests; of a WebSocket or an event stream, its whole life',
    labelNames: ['method', 'route', 'status'],
    buckets: requestSeconds,
    registers: [registry],
  })
  // Apart: the time of each status of each route that may once be told would be most of what a scrape gets.
  const failures = new Counter({
    name: 'tutor_http_server_errors_total',
    help: 'HTTP requests that were answered by a status of 500 or above, without those for which there was no room',
    labelNames: ['route'] as const,
    registers: [registry],
  })
  return {
    known: (route) => failures.inc({ route }, 0),
    answered: ({ method, route, status, isFailure }, seconds) => {
      requests.observe({ method, route, status: String(status) }, seconds)
      if (isFailure) failures.inc({ route })
    },
  }
}

function answerMetrics(registry: Registry): Pick<Metrics, 'answers' | 'modelsKnown'> {
  const registers = [registry]
  const count = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `tutor_${name}`, help, labelNames, registers })
  const measure = (name: string, help: string, labelNames: string[]) =>
    new Histogram({ name: `tutor_${name}`, help, labelNames, buckets: answerSeconds, registers })
  const level = (name: string, help: string) => new Gauge({ name: `tutor_${name}`, help, registers })

  const started = count('answers_started_total', 'Answers begun or taken up again', ['continued'])
  const running = level('answers_running', 'Answers under way')
  const finished = measure('answer_seconds', 'Time of answers by how they ended', ['outcome'])
  const firstDelta = measure('answer_first_delta_seconds', 'Time until the text began', [])
  const tokens = count('model_tokens_total', 'Tokens that the model used', ['kind'])
  const models = count('model_calls_total', 'Calls of each model by how they ended', ['model', 'outcome'])
  const attached = count('readers_attached_total', 'Connections to answers', ['resumed'])
  const readers = level('readers', 'Connections that read an answer')
  const modelSeconds = measure('model_seconds', 'Time of calls of each model by how they ended', [
    'model',
    'outcome',
  ])
  const firstWord = measure('model_first_word_seconds', 'Time until the first word of each model', ['model'])
  const fallbacks = count('model_fallbacks_total', 'Calls that the next model took over', ['from', 'to'])
  const waiting = level('answers_waiting', 'Answers that wait until their model may be asked')
  const waits = measure('answer_wait_seconds', 'Time until the model may be asked', [])
  const gaps = new Histogram({
    name: 'tutor_frame_gap_seconds',
    help: 'The longest silence of each connection, keepalives being no silence',
    buckets: gapSeconds,
    registers,
  })
  const errors = count('errors_total', 'Errors that clients were told', ['code'])
  const sockets = level('open_sockets', 'WebSockets that are open')
  const keepalives = count('keepalives_total', 'Keepalives sent', [])
  const slow = count('slow_readers_dropped_total', 'Connections closed since they did not keep up', [])
  for (const outcome of ['done', 'stopped', ...Object.keys(retryableByCode)]) finished.zero({ outcome })
  for (const resumed of ['true', 'false']) attached.inc({ resumed }, 0)
  const modelsKnown: Metrics['modelsKnown'] = (names) => {
    for (const [place, model] of names.entries()) {
      for (const outcome of MODEL_OUTCOMES) models.inc({ model, outcome }, 0)
      for (const to of names.slice(place + 1)) fallbacks.inc({ from: model, to }, 0)
    }
  }
  const answers: AnswerMetrics = {
    answerStarted: (continued) => {
      started.inc({ continued: String(continued) })
      running.inc()
    },
    answerFinished: (outcome, duration) => {
      finished.observe({ outcome }, duration / 1000)
      running.dec()
    },
    firstDelta: (latency) => firstDelta.observe(latency / 1000),
    tokensUsed: ({ prompt_tokens, completion_tokens }) => {
      tokens.inc({ kind: 'prompt' }, prompt_tokens)
      tokens.inc({ kind: 'completion' }, completion_tokens)
    },
    modelAsked: (model, outcome, duration) => {
      models.inc({ model, outcome })
      modelSeconds.observe({ model, outcome }, duration / 1000)
    },
    modelBegan: (model, latency) => firstWord.observe({ model }, latency / 1000),
    modelFellBack: (from, to) => fallbacks.inc({ from, to }),
    turnAwaited: () => waiting.inc(),
    turnCame: (waited) => {
      waiting.dec()
      waits.observe(waited / 1000)
    },
    readerAttached: (resumed) => {
      attached.inc({ resumed: String(resumed) })
      readers.inc()
    },
    readerDetached: (longestGap) => {
      readers.dec()
      gaps.observe(longestGap / 1000)
    },
    errorTold: (code) => errors.inc({ code }),
    socketOpened: () => sockets.inc(),
    socketClosed: () => sockets.dec(),
    keepaliveSent: () => keepalives.inc(),
    slowReaderDropped: () => slow.inc(),
  }
  return { answers, modelsKnown }
}
