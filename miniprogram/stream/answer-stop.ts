/** Where stops are kept until the server knows of them: each outlives its stream, and the program too. */
export interface StopKeeper {
  /** It is on its way over the answer's own link: to be told by another run of the program, if this one ends before it knows more. */
  hold(requestId: string): void
  /** It could not be told: tell it now, or when there is a network again. */
  leave(requestId: string): void
  /** The server knows of it, or never will. */
  withdraw(requestId: string): void
}

/** How one answer's stop gets to the server: over the link, else by the keeper, and by each only once. */
export class AnswerStop {
  private stage: 'none' | 'held' | 'left' = 'none'
  private readonly keeper: StopKeeper
  private readonly requestId: string

  constructor(keeper: StopKeeper, requestId: string) {
    this.keeper = keeper
    this.requestId = requestId
  }

  /** It went out over the link; whether it arrived is not known yet. */
  sent(): void {
    this.stage = 'held'
    this.keeper.hold(this.requestId)
  }

  /** It could not go out, or nothing came back. */
  leave(): void {
    if (this.stage === 'left') return
    this.stage = 'left'
    this.keeper.leave(this.requestId)
  }

  /** The answer has ended at the server, or that turned out to be one that nobody can tell. */
  needless(): void {
    if (this.stage === 'held') this.keeper.withdraw(this.requestId)
  }
}
