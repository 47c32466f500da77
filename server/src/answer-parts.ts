import { AnswerService } from './answer/answer-service'
import { fixed } from './answer/joining'
import type { FileLookup } from './files/file-lookup'
import type { TutorModel } from './model/model'
import { loopLateness } from './operate/loop-lateness'
import type { Metrics } from './operate/metrics'
import { CallsDesk } from './redis/calls-desk'
import { RedisAnswers } from './redis/redis-answers'
import type { RedisLink } from './redis/redis-link'
import { checkedModel } from './safety/checked-model'
import { type CheckContent, refuseRiskyQuestion, unchecked } from './safety/content-safety'
import type { Config } from './settings/config'
import type { AnswerRepository } from './store/answer-repository'
import { countUnasked, refuseTooMany } from './store/count-ask'
import type { Database } from './store/database'
import { newId } from './store/identifiers'
import { systemClock } from './time/clock'
import type { Logger } from './tracing/logger'
import type { Siblings } from './workers/siblings'

/** What the answer service is made of. */
interface AnswerFoundations {
  config: Config
  logger: Logger
  model: TutorModel
  /** Asked in this order where `model` fails before its first word. */
  otherModels?: readonly TutorModel[]
  database: Database
  redis?: RedisLink | undefined
  answers: AnswerRepository
  fileLookup: FileLookup
  metrics: Metrics
  checkContent: CheckContent
  /** The other processes of this machine, where there are some. */
  siblings: Siblings | undefined
}

/** The answer service of a server, with what it knows of the other processes that share its database, and how it leaves them. */
export function createAnswerService({
  config,
  logger,
  model,
  otherModels = [],
  database,
  redis,
  answers,
  fileLookup,
  metrics,
  siblings,
  checkContent,
}: AnswerFoundations): { answerService: AnswerService; leaveOthers: () => Promise<void> } {
  const isChecked = checkContent !== unchecked
  const checked = (each: TutorModel) => (isChecked ? checkedModel(each, checkContent) : each)
  const {
    keepaliveInterval,
    modelSilenceTimeout,
    joinInterval,
    answersAtOnce: mostRunningPerUser,
    mostAnswerCharacters: mostCharacters,
  } = config
  const server = newId()
  const others =
    redis &&
    new RedisAnswers({
      link: redis,
      server,
      clock: systemClock,
      logger,
      keepaliveInterval,
      find: (userId, requestId) => answers.find(userId, requestId),
      overtaken: ({ questionId }) => answerService.overtaken(questionId),
    })
  const elsewhere = others ?? siblings
  const answerService: AnswerService = new AnswerService(
    {
      clock: systemClock,
      store: answers,
      model: checked(model),
      otherModels: otherModels.map(checked),
      files: fileLookup,
      refuseTooMany: (userId) => refuseTooMany(database.main, userId, answers.limits),
      countUnasked: (userId) => countUnasked(database.main, userId),
      ...(isChecked && {
        checkQuestion: (userId, params) => refuseRiskyQuestion(checkContent, userId, params),
      }),
      logger,
      metrics: metrics.answers,
      newRequestId: newId,
      loopProbe: loopLateness(),
      ...(elsewhere ? { elsewhere } : {}),
    },
    {
      keepaliveInterval,
      modelSilenceTimeout,
      mostRunningPerUser,
      mostCharacters,
      // Its last owner sends for some seconds what a database that is away does not take, some thirty frames in each.
      takeUpLeap: database.shared ? 1000 : 0,
      ...(joinInterval === undefined ? {} : { joining: fixed(joinInterval) }),
    },
  )
  if (redis) new CallsDesk({ link: redis, server, held: answerService.held, logger })
  return { answerService, leaveOthers: async () => others?.close() }
}
