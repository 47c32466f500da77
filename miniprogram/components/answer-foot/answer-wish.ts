/** What a student wants of an answer by one tap. `ask`: one of the follow-up questions. */
export type AnswerWish =
  | 'copy'
  | 'read'
  | 'up'
  | 'down'
  | 'keep'
  | 'step'
  | 'method'
  | 'similar'
  | 'again'
  | 'hint'
  | 'mine'
  | 'whole'
  | 'ask'

/** As the event `wish` tells it. */
export interface WishDetail {
  wish: AnswerWish
  /** The question, with `ask`. */
  text: string
}
