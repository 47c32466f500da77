import { messages } from '../messages/zh-CN'

/** In characters as a reader counts them. */
const longestTitle = 30

/** What a session is called until the student renames it: the beginning of its first question. */
export function sessionTitle(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim()
  if (line === '') return messages.sessionOfImages
  const characters = [...line]
  return characters.length <= longestTitle ? line : `${characters.slice(0, longestTitle - 1).join('')}…`
}
