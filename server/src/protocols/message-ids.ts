const ANSWER = '-answer'

/**
 * What the messages of one answer are called in open protocols: from the request, so that every replay and every server calls them
 * the same. A client never uses such an id for a message of its own.
 */
export const textId = (requestId: string): string => requestId + ANSWER

/** The request of whose answer a message is, by its id; `undefined` where that is none of {@link textId}'s. */
export function requestOfText(id: string): string | undefined {
  return id.endsWith(ANSWER) ? id.slice(0, -ANSWER.length) : undefined
}

/** What a client calls a message, where that is a text. */
export const textOrNothing = (id: unknown): string | undefined => (typeof id === 'string' ? id : undefined)

/** The id of the message that an answer's reasoning is. */
export const reasoningId = (requestId: string): string => `${requestId}-reasoning`
