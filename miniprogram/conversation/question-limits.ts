import type { ServerLimits } from '../api/learning'
import { QUESTION_CHARACTERS, QUESTION_PAGES } from '../stream/question-contract'

/** What one question may have: the contract's figures until the server has told its own. */
export class QuestionLimits {
  private most = { characters: QUESTION_CHARACTERS, pages: QUESTION_PAGES }

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
    const pages = Math.min(images, QUESTION_PAGES)
    if (characters === this.characters && pages === this.pages) return
    this.most = { characters, pages }
    this.changed()
  }
}
