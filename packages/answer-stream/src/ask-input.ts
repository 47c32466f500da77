import type { AskInput } from '../../../miniprogram/stream/backend'
import { fieldsOf } from './json'

/** Characters of a request id, at most. */
const LONGEST_ID = 128
const ROLES: readonly unknown[] = ['system', 'user', 'assistant']
/** The fields that are not required, with their types. */
const TYPES = {
  session_id: 'string',
  subject: 'string',
  question_type: 'string',
  mode: 'string',
  about: 'string',
  mistake_id: 'string',
  again: 'string',
  use_context: 'boolean',
  include_history: 'boolean',
  max_history: 'number',
} as const satisfies Partial<Record<keyof AskInput, string>>

/**
 * What a caller gave, whatever its types say, as a copy that is JSON; `undefined` where it is no question. Fields that are null are left out,
 * fields that nobody here knows stay.
 */
export function readAskInput(given: unknown): AskInput | undefined {
  const { content = '', image_urls, history, ...more } = fieldsOf(jsonCopy(given))
  const input: unknown = {
    content,
    ...(image_urls === undefined ? {} : { image_urls }),
    ...(history === undefined ? {} : { history }),
    ...withoutNulls(more),
  }
  return isAskInput(input) ? input : undefined
}

/** Whether an answer can be named so: what a server may cut or take for another name is none. */
export function isRequestId(value: unknown): value is string {
  // Half of a character could be any half.
  return (
    typeof value === 'string' && value !== '' && value.length <= LONGEST_ID && !/[\ud800-\udfff]/u.test(value)
  )
}

/** What cannot be sent, such as a bigint or what has itself inside, is `undefined`. */
function jsonCopy(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null')
  } catch {
    return undefined
  }
}

function withoutNulls(fields: Readonly<Record<string, unknown>>): object {
  const given: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== null) given[name] = value
  return given
}

function isAskInput(value: unknown): value is AskInput {
  const fields = fieldsOf(value)
  const { content, image_urls: images = [], history = [] } = fields
  return (
    typeof content === 'string' &&
    Array.isArray(images) &&
    images.every((url) => typeof url === 'string') &&
    Array.isArray(history) &&
    history.every(isMessage) &&
    Object.entries(TYPES).every(([name, type]) => fields[name] === undefined || typeof fields[name] === type)
  )
}

function isMessage(value: unknown): boolean {
  const { role, content } = fieldsOf(value)
  return ROLES.includes(role) && typeof content === 'string'
}
