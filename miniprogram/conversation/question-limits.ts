import type { ServerLimits } from '../api/learning'
import { QUESTION_CHARACTERS, QUESTION_PAGES } from '../stream/question-contract'

const CONTRACT = { characters: QUESTION_CHARACTERS, pages: QUESTION_PAGES }

/** What one question may have: the contract's figures until the server that is asked has told its own. */
export class QuestionLimits {
  private most = CONTRACT

  /** `changed` is told when one is another. */
  constructor(private readonly changed: () => void) {}

  /** Characters of its words: Unicode's. */
  get characters(): number {
    return this.most.characters
  }

  get pages(): number {
    return this.most.pages
  }

  /** The server has told. A stream takes no more pages than the contract has. */
  told({
    questionCharacters: characters,
    images,
  }: Pick<ServerLimits, 'questionCharacters' | 'images'>): void {
    this.set({ characters, pages: Math.min(images, QUESTION_PAGES) })
  }

  /** Another server is asked from now on, which has told nothing yet. */
  forget(): void {
    this.set(CONTRACT)
  }

  private set(most: typeof CONTRACT): void {
    if (most.characters === this.characters && most.pages === this.pages) return
    this.most = most
    this.changed()
  }
}
