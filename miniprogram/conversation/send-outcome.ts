import { beyond } from './characters'
import type { Photo } from './photo-uploads'
import type { QuestionLimits } from './question-limits'

/**
 * Answers that one phone follows at once: WeChat gives a program five sockets, and one that was given up while it was being
 * opened cannot be closed yet. How many an account may have is the server's to say.
 */
export const MOST_FOLLOWED = 4

/** `busy`: an answer of this conversation is under way; `too-many`: {@link MOST_FOLLOWED} of other conversations. */
export type Occupied = 'busy' | 'too-many'

/** Why a question cannot be sent. `too-long`, `too-many-pages`: for the server's limits; `photo-failed`: one can be uploaded again; `photo-refused`, `photo-gone`: one has to go first. */
export type SendProblem =
  | Occupied
  | 'empty'
  | 'too-long'
  | 'too-many-pages'
  | 'photo-failed'
  | 'photo-refused'
  | 'photo-gone'

/** What became of the wish to send a question. */
export type SendOutcome = 'sent' | SendProblem

/** What speaks against a question of these words and photos. */
export function questionProblem(
  text: string,
  photos: readonly Photo[],
  limits: Pick<QuestionLimits, 'characters' | 'pages'>,
): SendProblem | undefined {
  if (text === '' && photos.length === 0) return 'empty'
  if (beyond(text, limits.characters) > 0) return 'too-long'
  if (photos.length > limits.pages) return 'too-many-pages'
  const failed = photos.filter(({ state }) => state === 'failed')
  if (failed.length === 0) return undefined
  if (failed.some(({ gone }) => gone)) return 'photo-gone'
  return failed.some(({ refused }) => refused) ? 'photo-refused' : 'photo-failed'
}
