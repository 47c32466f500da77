/** A way there and back that is shut for a while; its replies may stay away before what they reply to does. Milliseconds. */
export interface Outage {
  duration: number
  /** For how long what is asked is still done, though no reply comes. */
  unanswered: number
}

/** When a way leads nowhere. */
export class Outages {
  private readonly all: { deafFrom: number; shutFrom: number; until: number }[] = []

  constructor(private readonly now: () => number) {}

  begin({ duration, unanswered }: Outage): void {
    const now = this.now()
    this.all.push({ deafFrom: now, shutFrom: now + unanswered, until: now + duration })
  }

  /** Whether what is asked arrives. */
  get carries(): boolean {
    const now = this.now()
    return this.all.every(({ shutFrom, until }) => now < shutFrom || now >= until)
  }

  /** Whether replies arrive. */
  get replies(): boolean {
    const now = this.now()
    return this.all.every(({ deafFrom, until }) => now < deafFrom || now >= until)
  }
}
