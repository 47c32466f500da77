import { beyond } from './characters'
import type { Photo } from './photo-uploads'

/** Characters that a question may have; the contract's limit. */
export const CONTENT_LIMIT = 8000

/**
 * Answers that one phone follows at once: WeChat gives a program five sockets, and one that was given up while it was being
 * opened cannot be closed yet. How many an account may have is the server's to say.
 */
export const MOST_FOLLOWED = 4

/** `busy`: an answer of this conversation is under way; `too-many`: {@link MOST_FOLLOWED} of other conversations. */
export type Occupied = 'busy' | 'too-many'

/** Why a question cannot be sent. `photo-failed`: one can be uploaded again; `photo-refused`, `photo-gone`: one has to go first. */
export type SendProblem = Occupied | 'empty' | 'too-long' | 'photo-failed' | 'photo-refused' | 'photo-gone'

/** What became of the wish to send a question. */
export type SendOutcome = 'sent' | SendProblem

/** What speaks against a question of these words and photos. */
export function questionProblem(text: string, photos: readonly Photo[]): SendProblem | undefined {
  if (text === '' && photos.length === 0) return 'empty'
  if (beyond(text, CONTENT_LIMIT) > 0) return 'too-long'
  const failed = photos.filter(({ state }) => state === 'failed')
  if (failed.length === 0) return undefined
  if (failed.some(({ gone }) => gone)) return 'photo-gone'
  return failed.some(({ refused }) => refused) ? 'photo-refused' : 'photo-failed'
}
