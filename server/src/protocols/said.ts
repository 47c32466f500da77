import type { EarlierTurn } from '../answer/answer-store'
import { inWholeCharacters } from '../text/whole-characters'
import type { Picture } from './picture'

/** A user's or an assistant's message in any protocol. */
export interface Said {
  role: 'user' | 'assistant'
  text: string
  /** As its client calls the message; missing where that is no text. */
  id?: string | undefined
}

/** What a student asks in any protocol. */
export interface Asked {
  content: string
  pictures: Picture[]
}

/** Exchanges that a new thread begins with, at the most: as many as a model is told of by default. */
const MOST_TURNS = 10
/** Characters of one message that are kept of it. */
export const MOST_CHARACTERS = 32_000

/**
 * What was said before the question, as turns: messages that follow each other without an answer are one question. Pictures of
 * earlier questions are not kept, and what was never answered is none of a model's business.
 */
export function turnsOf(said: readonly Said[]): EarlierTurn[] {
  const turns: EarlierTurn[] = []
  for (const { role, text } of said) {
    const last = turns.at(-1)
    if (role === 'user') {
      if (last?.answer === '') last.question = joined(last.question, text)
      else turns.push({ question: keptText(text), answer: '' })
    } else if (last !== undefined) last.answer = joined(last.answer, text)
  }
  return turns.filter(({ answer }) => answer !== '').slice(-MOST_TURNS)
}

/** A whole message as a turn keeps it. */
export function keptText(text: string): string {
  return joined('', text)
}

function joined(before: string, text: string): string {
  const both = before === '' ? text : `${before}\n\n${text}`
  // PostgreSQL keeps no NUL.
  return inWholeCharacters(both.slice(0, MOST_CHARACTERS).replaceAll('\0', ''))
}
