/**
 * Whether a model's answers begin inside of its thoughts, since the opening tag stands in its prompt: set, or learned. A first answer
 * cannot tell before its closing tag, when its thoughts have been read as text; the next ones can.
 */
export class Beginning {
  private thinks: boolean
  private readonly isSet: boolean

  /** `set`: nothing is to be learned. */
  constructor(set: boolean | undefined) {
    this.isSet = set !== undefined
    this.thinks = set === true
  }

  /** Whether the next answer is to be read so. */
  get thinksFirst(): boolean {
    return this.thinks
  }

  /** An answer has shown it. Tells whether that is new. */
  learn(thinksFirst: boolean): boolean {
    if (this.isSet || thinksFirst === this.thinks) return false
    this.thinks = thinksFirst
    return true
  }
}
