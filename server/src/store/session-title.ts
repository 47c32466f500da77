import type { AskParams } from '../../../typings/protocol'
import { messages } from '../messages/zh-CN'

/** In characters as a reader counts them. */
const longestTitle = 30

/** What a session is called until the student renames it, or its first answer does: the beginning of its first question. */
export function sessionTitle({ content, mode = 'solve' }: Pick<AskParams, 'content' | 'mode'>): string {
  const line = content.replace(/\s+/g, ' ').trim()
  if (line === '') return messages.sessionOf[mode]
  const characters = [...line]
  return characters.length <= longestTitle ? line : `${characters.slice(0, longestTitle - 1).join('')}…`
}
