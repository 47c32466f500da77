type Listener = (...values: unknown[]) => void

/** One end of the line between two pages, given by navigateTo. What comes before a listener waits for it. */
export class EventChannel {
  private readonly listeners = new Map<string, Set<Listener>>()
  private readonly waiting = new Map<string, unknown[][]>()
  private peer: EventChannel | undefined

  /** Both ends of a new line. */
  static pair(): [EventChannel, EventChannel] {
    const [near, far] = [new EventChannel(), new EventChannel()]
    near.peer = far
    far.peer = near
    return [near, far]
  }

  on(name: string, listener: Listener): void {
    const known = this.listeners.get(name) ?? new Set<Listener>()
    this.listeners.set(name, known.add(listener))
    const waiting = this.waiting.get(name) ?? []
    this.waiting.delete(name)
    for (const values of waiting) listener(...values)
  }

  once(name: string, listener: Listener): void {
    const wrapped: Listener = (...values) => {
      this.off(name, wrapped)
      listener(...values)
    }
    this.on(name, wrapped)
  }

  off(name: string, listener?: Listener): void {
    if (listener === undefined) this.listeners.delete(name)
    else this.listeners.get(name)?.delete(listener)
  }

  emit(name: string, ...values: unknown[]): void {
    this.peer?.deliver(name, values)
  }

  private deliver(name: string, values: unknown[]): void {
    const listeners = [...(this.listeners.get(name) ?? [])]
    if (listeners.length === 0) this.waiting.set(name, [...(this.waiting.get(name) ?? []), values])
    for (const listener of listeners) listener(...values)
  }
}
