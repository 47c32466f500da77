import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  LogController,
} from 'fastify'
import { registerAuthRoutes } from './auth/auth-routes'
import { requireUser } from './auth/require-user'
import type { Strangers } from './auth/strangers'
import { registerExtrasRoutes } from './extras/extras-routes'
import { registerFeedbackRoutes } from './feedback/feedback-routes'
import { registerFileDownload, registerFileUpload } from './files/file-routes'
import { type ArrivalRooms, boundArrival, PATIENCE } from './http/arriving-bodies'
import { acceptEmptyBodies } from './http/empty-bodies'
import { refuseUnroutable, registerErrorHandler } from './http/error-handler'
import { refuseUnparsed } from './http/refuse-unparsed'
import { HEARS_ALL, hearAllRequests } from './http/refused-by-node'
import { registerRequestLog } from './http/request-log'
import { registerSecurityHeaders } from './http/security-headers'
import { letGoOfUnread } from './http/unread-replies'
import { limitRate, rateLimits } from './limits/rate-limits'
import { registerMistakeRoutes } from './mistakes/mistake-routes'
import { registerConfig } from './offer/config-routes'
import { registerHealth } from './operate/health'
import { measureRequests, registerMetrics } from './operate/metrics-routes'
import { registerPhoneReports } from './operate/phone-reports'
import type { Parts } from './parts'
import { registerAgUi } from './protocols/ag-ui-routes'
import { registerChat } from './protocols/chat-routes'
import { registerReportRoutes } from './report/report-routes'
import { registerSessionRoutes } from './sessions/session-routes'
import { trustedProxies } from './settings/trusted-proxies'
import type { AskParts } from './socket/ask-conversation'
import { registerAskSocket } from './socket/ask-socket'
import { registerAskStream } from './socket/ask-sse'
import { CallLimits } from './socket/call-limits'
import { Turns } from './socket/turns'
import { registerSpeechRoutes } from './speech/speech-routes'
import { systemClock } from './time/clock'
import { registerAccountRoutes } from './users/account-routes'

/** Whether the server has begun to end. */
export interface Readiness {
  draining(): boolean
}

/** Of one question: its ask, its stop, and what goes on with it over networks that break off. */
const CALLS_OF_AN_ASK = 10

/** Every route parses its input itself (http/parse-input.ts): Fastify's own validator, a third of its start, is not loaded. */
const withoutSchemas = {
  compilersFactory: { buildValidator: refuseSchema, buildSerializer: refuseSchema },
}

function refuseSchema(): never {
  throw new Error(
    'a route has a schema of Fastify, which this server does not load: parse its input by valibot',
  )
}

/** The HTTP server, not listening yet. Everything is registered in the order in which a request meets it. `rooms`: of tests. */
export async function buildApp(
  parts: Parts,
  readiness: Readiness,
  rooms: Partial<ArrivalRooms> = {},
): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = parts.logger
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: refuseUnroutable,
    clientErrorHandler: refuseUnparsed,
    http: HEARS_ALL,
    // The longest of all; how long a body may take is each route's (http/arriving-bodies.ts).
    requestTimeout: PATIENCE.pages,
    trustProxy: trustedProxies(parts.config.trustedProxies) ?? false,
    // An answer's socket ends by itself; a client that keeps an idle connection must not hold up the end.
    forceCloseConnections: true,
    // Clients of open protocols name what they like: 512 characters, each of up to nine in an address.
    routerOptions: { maxParamLength: 4608 },
    schemaController: withoutSchemas,
  })
  app.decorateRequest('userId', '')
  registerErrorHandler(app, parts.metrics.answers.errorTold)
  registerSecurityHeaders(app)
  hearAllRequests(app)
  const shared = askParts(parts)
  const { strangers } = shared.limits
  acceptEmptyBodies(app)
  boundArrival(app, { ...shared.limits, rooms })
  letGoOfUnread(app)
  registerRequestLog(app)
  measureRequests(app, parts.metrics)
  if (parts.config.metricsPort === undefined) registerMetrics(app, parts.metrics)
  const { database, channel, redis } = parts
  registerHealth(app, {
    pingDatabase: database.ping,
    ...(redis ? { pingRedis: () => redis.ping() } : {}),
    draining: readiness.draining,
    workers: channel && (() => channel.siblings.length + 1),
  })
  await app.register(offer(parts))
  await app.register(logins(parts))
  await app.register(uploads(parts, strangers))
  await app.register(downloads(parts))
  await app.register(learning(parts, strangers))
  await app.register(speech(parts, strangers))
  await app.register(answers(shared))
  await app.register(openProtocols(parts, shared))
  return app
}

/** What a client may know before it logs in. */
function offer({ config }: Parts): FastifyPluginAsync {
  return async (scope) => {
    await limitRate(scope, rateLimits.login)
    registerConfig(scope, config)
  }
}

function logins({ tokens, users, logins, wechatLogin, config }: Parts): FastifyPluginAsync {
  return async (scope) => {
    await limitRate(scope, rateLimits.login)
    registerAuthRoutes(scope, {
      tokens,
      users,
      logins,
      wechatLogin,
      developmentLogin: !config.production,
    })
  }
}

function uploads(parts: Parts, strangers: Strangers): FastifyPluginAsync {
  return async (scope) => {
    requireUser(scope, parts.authenticate, strangers)
    await limitRate(scope, rateLimits.upload)
    await registerFileUpload(scope, parts)
  }
}

function downloads(parts: Parts): FastifyPluginAsync {
  return async (scope) => {
    await limitRate(scope, rateLimits.download)
    registerFileDownload(scope, parts)
  }
}

function learning(parts: Parts, strangers: Strangers): FastifyPluginAsync {
  return async (scope) => {
    requireUser(scope, parts.authenticate, strangers)
    await limitRate(scope, rateLimits.calls)
    registerSessionRoutes(scope, parts)
    registerFeedbackRoutes(scope, parts)
    registerExtrasRoutes(scope, parts, systemClock)
    registerMistakeRoutes(scope, parts)
    registerReportRoutes(scope, parts)
    registerAccountRoutes(scope, parts)
    registerPhoneReports(scope, parts.metrics.phoneReported)
  }
}

function speech({ authenticate, config, speechCounts }: Parts, strangers: Strangers): FastifyPluginAsync {
  return async (scope) => {
    requireUser(scope, authenticate, strangers)
    await limitRate(scope, rateLimits.speech)
    await registerSpeechRoutes(scope, { speech: config.speech, speechCounts })
  }
}

/** These check tokens themselves: on a socket the token comes in the first message. */
function answers(shared: AskParts): FastifyPluginAsync {
  return async (scope) => {
    await registerAskSocket(scope, shared)
    await registerAskStream(scope, shared)
  }
}

/** The same answers by protocols that other clients speak. Who asks is known before a large body is read. */
function openProtocols(
  { authenticate, files, storage, pageEncoder, threads, answerService, checkContent }: Parts,
  { clock, logger, metrics, turns, limits: { strangers } }: AskParts,
): FastifyPluginAsync {
  return async (scope) => {
    requireUser(scope, authenticate, strangers)
    await limitRate(scope, rateLimits.calls)
    const shared = {
      files,
      storage,
      pageEncoder,
      threads,
      checkContent,
      service: answerService,
      clock,
      logger,
      metrics,
      turns,
    }
    registerAgUi(scope, shared)
    registerChat(scope, shared)
  }
}

function askParts({ answerService, authenticate, logger, metrics, config }: Parts): AskParts {
  return {
    service: answerService,
    authenticate,
    clock: systemClock,
    logger,
    metrics: metrics.answers,
    limits: new CallLimits(
      config.mostSocketsBeforeLogin,
      Math.max(rateLimits.calls, CALLS_OF_AN_ASK * config.asksPerMinute),
    ),
    turns: new Turns(),
  }
}
