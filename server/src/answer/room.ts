/** Bounds a text that grows: a model that goes on and on must not fill the memory, and its answer would never be saved. */
export class Room {
  private full = false

  /** `left`: characters, as UTF-16 counts them. */
  constructor(private left: number) {}

  /** Whether more came than there was room for. */
  get overflowed(): boolean {
    return this.full
  }

  /** What of a delta there is room for: all of it, or what ends with a whole character and is the last. */
  take(delta: string): string {
    this.full ||= delta.length > this.left
    const fitting = this.full ? delta.slice(0, Math.max(0, this.left)).replace(/[\ud800-\udbff]$/, '') : delta
    this.left = this.full ? 0 : this.left - fitting.length
    return fitting
  }
}
