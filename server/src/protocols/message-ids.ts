/**
 * What the messages of one answer are called in open protocols: from the request, so that every replay and every server calls them
 * the same. A client never uses such an id for a message of its own.
 */
export const textId = (requestId: string): string => `${requestId}-answer`

/** The id of the message that an answer's reasoning is. */
export const reasoningId = (requestId: string): string => `${requestId}-reasoning`
