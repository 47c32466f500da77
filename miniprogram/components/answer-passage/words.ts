import { contentMessages } from '../../messages/content.zh-CN'

/** The words around an answer's text: what is copied, and what a reader hears of it. */
export type AnswerWords = { readonly [name in keyof typeof contentMessages]: string }

let words: AnswerWords = contentMessages

/** Has answers that come onto a page from now on speak with these words, where they are not Chinese. Those left out stay. */
export function useWords(own: Partial<AnswerWords>): void {
  words = { ...words, ...own }
}

/** The words in use. */
export function answerWords(): AnswerWords {
  return words
}
