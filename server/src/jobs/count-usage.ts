import * as v from 'valibot'
import { countUsage } from '../store/usage-repository'
import { HopelessJob, type JobHandler } from './job'

const usageSchema = v.object({
  day: v.string(),
  model: v.string(),
  prompt_tokens: v.number(),
  completion_tokens: v.number(),
})

/** Adds what an answer took to its user's day, which earlier versions of this server left to a job. */
export const countUsageJob: JobHandler = async (payload, { userId }) => {
  const usage = v.safeParse(usageSchema, payload)
  if (!usage.success || userId === undefined) throw new HopelessJob('no usage of a user')
  return { write: (transaction) => countUsage(transaction, userId, { ...usage.output, answers: 1 }) }
}
