import * as v from 'valibot'
import type { FileLookup } from '../files/file-lookup'
import { HopelessJob, type JobHandler } from '../jobs/job'
import { exerciseInWords } from '../model/answer-kinds'
import type { LocalTutor } from '../model/local-tutor'
import { ModelError, type ModelImage, type TutorModel } from '../model/model'
import { checkedExtras } from '../safety/checked-extras'
import type { CheckContent } from '../safety/content-safety'
import { dayOf } from '../store/calendar'
import type { AnswerWithQuestion, ExtrasRepository } from '../store/extras-repository'
import { timestamp } from '../store/identifiers'
import { keepExtras, keepFailedExtras } from '../store/keep-extras'
import { countUsage, type Used } from '../store/usage-repository'
import type { Logger } from '../tracing/logger'
import type { ExtrasMaterial } from './extras-prompt'
import { localExtras } from './local-extras'
import type { MadeExtras } from './made-extras'
import { type AskedModel, extrasByModel } from './model-extras'

/** What making extras needs. */
export interface ExtrasJobParts {
  extras: Pick<ExtrasRepository, 'material'>
  /** The models of the settings, in their order. */
  models: readonly TutorModel[]
  /** Reads pages on this machine: marks them where no model does, and lays a model's boxes onto their lines. */
  tutor: Pick<LocalTutor, 'correct' | 'layBoxes'> | undefined
  files: FileLookup
  checkContent: CheckContent
  logger: Pick<Logger, 'warn'>
  /** Attempts that may fail; after one more the extras are given up. */
  mostFailures: number
}

const payloadSchema = v.object({ answer_id: v.string() })

/** Makes what follows an answer. One that is gone, or has its extras already, is left alone. */
export function makeExtrasJob(parts: ExtrasJobParts): JobHandler {
  return async (payload, { failures, signal, leaves }) => {
    const job = v.safeParse(payloadSchema, payload)
    if (!job.success) throw new HopelessJob('no answer is named')
    const answer = await parts.extras.material(job.output.answer_id)
    if (answer === undefined) return {}
    const paid = (used: Used): void => leaves((transaction) => countUsage(transaction, answer.userId, used))
    const made = await attempt(parts, answer, { failures, signal, paid })
    return {
      write: async (transaction) => {
        if (made === undefined) await keepFailedExtras(transaction, answer)
        else await keepExtras(transaction, answer, made)
      },
    }
  }
}

interface Attempt {
  /** Attempts before this one. */
  failures: number
  signal: AbortSignal
  /** Is told what was paid for. */
  paid(used: Used): void
}

/** `undefined` where they are given up. What is to be tried again is thrown. */
async function attempt(
  parts: ExtrasJobParts,
  answer: AnswerWithQuestion,
  now: Attempt,
): Promise<MadeExtras | undefined> {
  try {
    const made = await make(parts, answer, now)
    return made && (await checkedExtras(parts.checkContent, answer.userId, made))
  } catch (error) {
    if (now.signal.aborted || (!isFinal(parts, error, now) && now.failures < parts.mostFailures)) throw error
    parts.logger.warn({ answer_id: answer.answerId, err: error }, 'the extras of an answer could not be made')
    return undefined
  }
}

/** Whether another attempt would end in the same way: a key that is refused is so for each of the models first. */
function isFinal({ models }: ExtrasJobParts, error: unknown, { failures }: Attempt): boolean {
  if (!(error instanceof ModelError)) return false
  return !error.retryable || (error.persists && failures + 1 >= models.filter(isAsked).length)
}

async function make(
  parts: ExtrasJobParts,
  answer: AnswerWithQuestion,
  { failures, signal, paid }: Attempt,
): Promise<MadeExtras | undefined> {
  const material = await materialOf(parts.files, answer)
  const { mode, pages, question, exercise } = material
  const models = parts.models.filter(isAsked)
  if (models.length === 0) {
    if (mode !== 'check') return localExtras(material, null)
    const work = question.trim() === '' ? exercise : question
    const correction = (await parts.tutor?.correct(pages, work, signal)) ?? null
    signal.throwIfAborted()
    return localExtras(material, correction)
  }
  const able = models.filter(({ seesImages = true }) => seesImages || pages.length === 0)
  // Where one fails, the next attempt is another's.
  const model = able[failures % Math.max(1, able.length)]
  if (model === undefined)
    throw new ModelError('IMAGE_REJECTED', 'no model of the settings sees pages', false)
  const made = await extrasByModel(model, material, signal, ({ prompt_tokens, completion_tokens }) =>
    paid({ answers: 0, day: dayOf(timestamp()), model: model.name, prompt_tokens, completion_tokens }),
  )
  if (made?.correction == null || parts.tutor === undefined || pages.length === 0) return made
  const correction = await parts.tutor.layBoxes(made.correction, pages, signal)
  signal.throwIfAborted()
  return { ...made, correction: correction ?? made.correction }
}

async function materialOf(files: FileLookup, answer: AnswerWithQuestion): Promise<ExtrasMaterial> {
  const { userId, params, content, circumstances } = answer
  const { mode = 'solve', subject } = params
  const urls = mode === 'check' ? (params.image_urls ?? []) : []
  const found = await Promise.all(urls.map((url) => files.resolve(userId, url)))
  const pages = found.filter((page): page is ModelImage => page !== undefined)
  const { exercise, turns } = circumstances
  const about = exercise === undefined ? turns.map(({ question }) => question)[0] : undefined
  return {
    mode,
    question: params.content,
    exercise: exercise === undefined ? (about ?? '') : exerciseInWords({ ...exercise, images: [] }),
    answer: content,
    subject,
    pages,
  }
}

function isAsked(model: TutorModel): model is AskedModel {
  return model.reply !== undefined
}
