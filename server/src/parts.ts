import type { Logger } from 'pino'
import type { AnswerService } from './answer/answer-service'
import { createAnswerService } from './answer-parts'
import type { Authenticate } from './auth/authenticate'
import { createAuthenticate } from './auth/require-user'
import { Tokens } from './auth/tokens'
import type { WechatLogin } from './auth/wechat'
import { Bell } from './extras/bell'
import { FileAddresses } from './files/file-address'
import type { FileLookup } from './files/file-lookup'
import type { FileStorage } from './files/file-storage'
import { ModelPages } from './files/model-pages'
import { openStorage } from './files/open-storage'
import { PageEncoder } from './files/page-encoder'
import { StoredFileLookup } from './files/stored-file-lookup'
import { createJobs } from './job-parts'
import type { JobRunner } from './jobs/job-runner'
import type { LocalTutor } from './model/local-tutor'
import type { TutorModel } from './model/model'
import { countedBy, createMetrics, type Metrics, scrapeTogether } from './operate/metrics'
import type { RedisLink } from './redis/redis-link'
import { createRepositories, type Repositories } from './repositories'
import { type CheckContent, toldChecks, unchecked } from './safety/content-safety'
import { wechatSafety } from './safety/wechat-safety'
import { createDeleteSession, type DeleteSession } from './sessions/delete-session'
import type { Config } from './settings/config'
import { AnswerRepository } from './store/answer-repository'
import type { Database } from './store/database'
import { systemClock } from './time/clock'
import { createEraseAccount, type EraseAccount } from './users/erase-account'
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
export interface Parts extends Foundations, Repositories {
  tokens: Tokens
  authenticate: Authenticate
  storage: FileStorage
  pageEncoder: PageEncoder
  addresses: FileAddresses
  fileLookup: FileLookup
  answers: AnswerRepository
  answerService: AnswerService
  /** Tells what is left to tell to other servers. */
  leaveOthers: () => Promise<void>
  metrics: Metrics
  /** Not begun yet. */
  jobs: JobRunner
  /** Rings when extras were made here, or a session was deleted. */
  extrasBell: Bell
  deleteSession: DeleteSession
  eraseAccount: EraseAccount
  /** Looks at what students name and note. */
  checkContent: CheckContent
}

/** Puts the parts together; opens the folder of uploads. */
export async function createParts(foundations: Foundations): Promise<Parts> {
  const { config, logger, database, secret } = foundations
  const repositories = createRepositories(database, config)
  const { users, logins, files, sessions, queue } = repositories
  const tokens = new Tokens(secret)
  const storage = await openStorage(config)
  const fileLookup = new StoredFileLookup(files, new ModelPages(storage, files, logger))
  const metrics = createCounts(foundations)
  const extrasBell = new Bell(systemClock)
  const checkContent = createCheck(foundations, { users, metrics })
  const made = { ...repositories, storage, fileLookup, metrics, extrasBell, checkContent }
  const jobs = createJobs({ ...foundations, ...made })
  const answers = new AnswerRepository(database, logger, {
    limits: { daily: config.dailyAnswers, minutely: config.asksPerMinute, atOnce: config.answersAtOnce },
    jobAdded: () => jobs.wake(),
  })
  const { channel } = foundations
  const siblings = channel && new Siblings(channel, systemClock)
  const { answerService, leaveOthers } = createAnswerService({ ...foundations, ...made, answers, siblings })
  if (channel) new SiblingDesk(channel, { held: answerService.held, logger })
  const erasing = { users, answers, storage, answerService, logger }
  return {
    ...foundations,
    ...made,
    tokens,
    authenticate: createAuthenticate(tokens, users, logins),
    pageEncoder: new PageEncoder(),
    addresses: new FileAddresses(secret),
    answers,
    answerService,
    leaveOthers,
    jobs,
    deleteSession: ringing(extrasBell, createDeleteSession({ ...erasing, sessions })),
    eraseAccount: createEraseAccount({ ...erasing, database, queue }),
  }
}

/** What this process counts, told to its siblings; what is asked of it is what all of them have counted. */
function createCounts({ metrics, model, otherModels = [], channel, logger }: Foundations): Metrics {
  const counted = metrics ?? createMetrics()
  counted.modelsKnown([model, ...otherModels].map(({ name }) => name))
  if (channel === undefined) return counted
  channel.onCount((tell) => {
    countedBy(counted.registry).then(tell, (error: unknown) => {
      logger.error({ err: error }, 'what this process has counted could not be told')
    })
  })
  return { ...counted, scrape: async () => scrapeTogether(await channel.countedByAll()) }
}

/** Whoever waits for extras of a deleted session is told at once. */
function ringing(bell: Bell, deleteSession: DeleteSession): DeleteSession {
  return async (userId, sessionId) => {
    const deleted = await deleteSession(userId, sessionId)
    bell.ring()
    return deleted
  }
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
