/** Bounds the sockets of one address that are open and have not said yet who they are. */
export class LoginGate {
  private readonly waiting = new Map<string, number>()

  /** `most`: of one address. */
  constructor(private readonly most: number) {}

  /** Whether there is room for one more. */
  admits(address: string): boolean {
    return (this.waiting.get(address) ?? 0) < this.most
  }

  /** One more waits; what it returns says that it does so no longer, and may be called again. */
  enter(address: string): () => void {
    this.count(address, 1)
    let left = false
    return () => {
      if (!left) this.count(address, -1)
      left = true
    }
  }

  private count(address: string, change: 1 | -1): void {
    const waiting = (this.waiting.get(address) ?? 0) + change
    if (waiting === 0) this.waiting.delete(address)
    else this.waiting.set(address, waiting)
  }
}
