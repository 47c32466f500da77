import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { notFound } from '../errors/http-error'
import { characters, parseInput } from '../http/parse-input'
import { type CheckContent, refuseRiskyText } from '../safety/content-safety'
import type { FeedbackRepository } from '../store/feedback-repository'
import { isId } from '../store/identifiers'

const feedbackBody = v.object({
  answer_id: v.string(),
  /** Null takes it back. */
  rating: v.nullable(v.picklist(['up', 'down'])),
  reason: v.nullish(characters(0, 500)),
})

interface FeedbackRouteParts {
  feedback: FeedbackRepository
  checkContent: CheckContent
}

/** What a student thinks of an answer; saying it again replaces it. */
export function registerFeedbackRoutes(
  scope: FastifyInstance,
  { feedback, checkContent }: FeedbackRouteParts,
): void {
  scope.post('/api/v1/learning/feedback', async (request, reply) => {
    const { answer_id, rating, reason } = parseInput(feedbackBody, request.body)
    if (!isId(answer_id)) throw notFound()
    await refuseRiskyText(checkContent, request.userId, reason)
    const about = { userId: request.userId, answerId: answer_id }
    const known =
      rating === null
        ? await feedback.takeBack(about)
        : await feedback.give(about, { rating, reason: reason || null })
    if (!known) throw notFound()
    return reply.code(204).send()
  })
}
