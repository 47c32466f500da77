/**
 * Whether a model's answers begin inside of its thoughts, since the opening tag stands in its prompt: set, or learned. A first answer
 * cannot tell before its closing tag, when its thoughts have been read as text; the next ones can.
 */
export class Beginning {
  private thinks: boolean

  /** `set`: nothing is to be learned. */
  constructor(private readonly set: boolean | undefined) {
    this.thinks = set ?? false
  }

  get thinksFirst(): boolean {
    return this.thinks
  }

  /** An answer has shown it. Gives what an operator should know of that, where it is new. */
  learn(thinksFirst: boolean): string | undefined {
    if (this.set !== undefined || thinksFirst === this.thinks) return undefined
    this.thinks = thinksFirst
    return thinksFirst
      ? 'thoughts stood in its answer and ended by a tag that nothing had opened, its answers are taken to begin with thoughts from now on (thinks_first in OPENAI_MODELS_FILE says so from the first one)'
      : 'an answer had no thoughts, its answers are taken to begin without them from now on'
  }
}
