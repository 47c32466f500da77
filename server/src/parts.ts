import type { Logger } from 'pino'
import type { AnswerService } from './answer/answer-service'
import { createAnswerService } from './answer-parts'
import type { Authenticate } from './auth/authenticate'
import { createAuthenticate } from './auth/require-user'
import { Tokens } from './auth/tokens'
import type { WechatLogin } from './auth/wechat'
import { Bell } from './extras/bell'
import { makeExtrasJob } from './extras/extras-job'
import { FileAddresses } from './files/file-address'
import type { FileLookup } from './files/file-lookup'
import type { FileStorage } from './files/file-storage'
import { ModelPages } from './files/model-pages'
import { openStorage } from './files/open-storage'
import { PageEncoder } from './files/page-encoder'
import { removePagesJob } from './files/remove-pages'
import { StoredFileLookup } from './files/stored-file-lookup'
import { countUsageJob } from './jobs/count-usage'
import { defaultJobLimits, JobRunner } from './jobs/job-runner'
import { scrubJob } from './jobs/scrub'
import type { LocalTutor } from './model/local-tutor'
import type { TutorModel } from './model/model'
import { jobMetrics } from './operate/job-metrics'
import { countedBy, createMetrics, type Metrics, scrapeTogether } from './operate/metrics'
import { tidyUpJob } from './operate/tidy-up'
import type { RedisLink } from './redis/redis-link'
import { type CheckContent, toldChecks, unchecked } from './safety/content-safety'
import { wechatSafety } from './safety/wechat-safety'
import { createDeleteSession, type DeleteSession } from './sessions/delete-session'
import type { Config } from './settings/config'
import { AccountExport } from './store/account-export'
import { AnswerRepository } from './store/answer-repository'
import { CorrectionRepository } from './store/correction-repository'
import type { Database } from './store/database'
import { ExtrasRepository } from './store/extras-repository'
import { FeedbackRepository } from './store/feedback-repository'
import { FileRepository } from './store/file-repository'
import { HistoryRepository } from './store/history-repository'
import { JobQueue } from './store/job-queue'
import { LoginRepository } from './store/login-repository'
import { MistakeRepository } from './store/mistake-repository'
import { ReportRepository } from './store/report-repository'
import { SessionRepository } from './store/session-repository'
import { SpeechCounts } from './store/speech-counts'
import { ThreadRepository } from './store/thread-repository'
import { REMOVE_PAGES } from './store/unused-files'
import { UsageRepository } from './store/usage-repository'
import { UserRepository } from './store/user-repository'
import { systemClock } from './time/clock'
import { createEraseAccount, type EraseAccount, SCRUB } from './users/erase-account'
import type { Channel } from './workers/channel'
import { SiblingDesk } from './workers/sibling-desk'
import { Siblings } from './workers/siblings'

/** What a server is made of, where tests put other things. */
export interface Foundations {
  config: Config
  logger: Logger
  database: Database
  /** Signs tokens and file addresses. */
  secret: string
  model: TutorModel
  /** Asked in this order where `model` fails before its first word. */
  otherModels?: readonly TutorModel[]
  /** Reads and marks pages on this machine; without it nothing but a model does. */
  tutor?: LocalTutor
  /** Made where it is missing; the database may count in it already. */
  metrics?: Metrics
  /** WeChat's server API, where it is another one in tests. */
  wechatAddress?: string
  /** Missing where no mini-program is configured. */
  wechatLogin: WechatLogin | undefined
  /** To the other processes of this machine; missing where this one is alone. */
  channel?: Channel | undefined
  /** To the servers of other machines; missing where there are none. */
  redis?: RedisLink | undefined
}

/** Everything that routes work with. */
export interface Parts extends Foundations {
  tokens: Tokens
  authenticate: Authenticate
  users: UserRepository
  logins: LoginRepository
  files: FileRepository
  storage: FileStorage
  pageEncoder: PageEncoder
  addresses: FileAddresses
  fileLookup: FileLookup
  sessions: SessionRepository
  history: HistoryRepository
  feedback: FeedbackRepository
  threads: ThreadRepository
  answers: AnswerRepository
  answerService: AnswerService
  /** Tells what is left to tell to other servers. */
  leaveOthers: () => Promise<void>
  metrics: Metrics
  queue: JobQueue
  /** Not begun yet. */
  jobs: JobRunner
  usage: UsageRepository
  speechCounts: SpeechCounts
  extras: ExtrasRepository
  /** Rings when extras were made here, or a session was deleted. */
  extrasBell: Bell
  deleteSession: DeleteSession
  mistakes: MistakeRepository
  corrections: CorrectionRepository
  reports: ReportRepository
  accountExport: AccountExport
  eraseAccount: EraseAccount
  /** Looks at what students name and note. */
  checkContent: CheckContent
}

/** Puts the parts together; opens the folder of uploads. */
export async function createParts(foundations: Foundations): Promise<Parts> {
  const { config, logger, database, secret } = foundations
  const tokens = new Tokens(secret)
  const users = new UserRepository(database)
  const logins = new LoginRepository(database)
  const files = new FileRepository(database, config.mostPageMegabytes)
  const storage = await openStorage(config)
  const fileLookup = new StoredFileLookup(files, new ModelPages(storage, files, logger))
  const sessions = new SessionRepository(database)
  const { channel } = foundations
  const siblings = channel && new Siblings(channel, systemClock)
  const counted = foundations.metrics ?? createMetrics()
  const { registry } = counted
  counted.modelsKnown([foundations.model, ...(foundations.otherModels ?? [])].map(({ name }) => name))
  const metrics = channel
    ? { ...counted, scrape: async () => scrapeTogether(await channel.countedByAll()) }
    : counted
  const queue = new JobQueue(database)
  const extras = new ExtrasRepository(database)
  const extrasBell = new Bell(systemClock)
  const checkContent = createCheck(foundations, { users, metrics })
  const jobs = createJobs(foundations, {
    queue,
    metrics,
    files,
    storage,
    logins,
    extras,
    extrasBell,
    fileLookup,
    checkContent,
  })
  const answers = new AnswerRepository(database, logger, {
    limits: { daily: config.dailyAnswers, minutely: config.asksPerMinute, atOnce: config.answersAtOnce },
    jobAdded: () => jobs.wake(),
  })
  const { answerService, leaveOthers } = createAnswerService({
    ...foundations,
    answers,
    fileLookup,
    metrics,
    siblings,
    checkContent,
  })
  if (channel) {
    new SiblingDesk(channel, { held: answerService.held, logger })
    channel.onCount((tell) => {
      countedBy(registry).then(tell, (error: unknown) => {
        logger.error({ err: error }, 'what this process has counted could not be told')
      })
    })
  }
  return {
    ...foundations,
    tokens,
    authenticate: createAuthenticate(tokens, users, logins),
    users,
    logins,
    files,
    storage,
    pageEncoder: new PageEncoder(),
    addresses: new FileAddresses(secret),
    fileLookup,
    sessions,
    history: new HistoryRepository(database),
    feedback: new FeedbackRepository(database),
    threads: new ThreadRepository(database),
    answers,
    answerService,
    leaveOthers,
    metrics,
    queue,
    jobs,
    usage: new UsageRepository(database),
    speechCounts: new SpeechCounts(database, config.dailySpeech),
    checkContent,
    extras,
    extrasBell,
    deleteSession: ringing(
      extrasBell,
      createDeleteSession({ sessions, answers, storage, answerService, logger }),
    ),
    mistakes: new MistakeRepository(database),
    corrections: new CorrectionRepository(database),
    reports: new ReportRepository(database),
    accountExport: new AccountExport(database),
    eraseAccount: createEraseAccount({ users, answers, storage, answerService, database, queue, logger }),
  }
}

/** Whoever waits for extras of a deleted session is told at once. */
function ringing(bell: Bell, deleteSession: DeleteSession): DeleteSession {
  return async (userId, sessionId) => {
    const deleted = await deleteSession(userId, sessionId)
    bell.ring()
    return deleted
  }
}

function createJobs(
  { logger, model, otherModels = [], tutor, database }: Foundations,
  parts: Pick<
    Parts,
    | 'queue'
    | 'metrics'
    | 'files'
    | 'storage'
    | 'logins'
    | 'extras'
    | 'extrasBell'
    | 'fileLookup'
    | 'checkContent'
  >,
): JobRunner {
  const { queue, metrics, files, storage, logins, extras, extrasBell, fileLookup, checkContent } = parts
  const handlers = {
    usage: countUsageJob,
    tidy: tidyUpJob({ files, storage, logins }),
    [SCRUB]: scrubJob(database),
    [REMOVE_PAGES]: removePagesJob({ storage, logger }),
    extras: makeExtrasJob({
      extras,
      models: [model, ...otherModels],
      tutor,
      files: fileLookup,
      checkContent,
      logger,
      mostFailures: defaultJobLimits.delays.length,
    }),
  }
  const count = jobMetrics(metrics.registry, queue)
  const ended: typeof count = (kind, end, duration) => {
    count(kind, end, duration)
    if (kind === 'extras') extrasBell.ring()
  }
  return new JobRunner({ queue, handlers, clock: systemClock, logger, ended })
}

/** Where nothing is configured, nobody looks and nothing is counted. */
function createCheck(
  { config, logger, wechatAddress: base }: Foundations,
  { users, metrics }: Pick<Parts, 'users' | 'metrics'>,
): CheckContent {
  const { contentSafety, wechat } = config
  if (contentSafety === 'none' || wechat === undefined) return unchecked
  const openIdOf = (userId: string) => users.openId(userId)
  const check = wechatSafety({ wechat, openIdOf, logger, ...(base === undefined ? {} : { base }) })
  return toldChecks(check, logger, {
    told: metrics.contentChecked,
    unavailable: config.contentSafetyUnavailable,
  })
}
