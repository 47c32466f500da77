import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { notFound } from '../http-error'
import { parseInput, shortText } from '../parse-input'
import type { FeedbackRepository } from '../store/feedback-repository'
import { isId } from '../store/identifiers'

const feedbackBody = v.object({
  answer_id: v.string(),
  rating: v.picklist(['up', 'down']),
  reason: v.nullish(shortText(0, 500)),
})

/** What a student thinks of an answer; saying it again replaces it. */
export function registerFeedbackRoutes(scope: FastifyInstance, feedback: FeedbackRepository): void {
  scope.post('/api/v1/learning/feedback', async (request, reply) => {
    const { answer_id, rating, reason } = parseInput(feedbackBody, request.body)
    if (!isId(answer_id)) throw notFound()
    const opinion = { answerId: answer_id, rating, reason: reason || null }
    if (!(await feedback.give(request.userId, opinion))) throw notFound()
    return reply.code(204).send()
  })
}
