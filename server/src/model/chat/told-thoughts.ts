/** A shorter piece may begin like the next one by chance. */
const SHORTEST = 8

/** Thoughts as a vendor tells them in a field of their own: piece by piece, or all of them so far with each piece, as MiniMax does. */
export class ToldThoughts {
  private all = ''
  private last = ''
  /** The last piece went on from the one before. */
  private goesOn = false

  get length(): number {
    return this.all.length
  }

  /** What is new in a piece. */
  take(piece: string): string {
    const { last } = this
    if (piece === '' || (this.goesOn && piece === last)) return ''
    this.last = piece
    this.goesOn = last.length >= SHORTEST && piece.length > last.length && piece.startsWith(last)
    return this.add(this.goesOn ? piece.slice(last.length) : piece)
  }

  /** What is new in all of them, told at the end once more. */
  missing(whole: string): string {
    return this.add(missing(this.all, whole))
  }

  private add(delta: string): string {
    this.all += delta
    return delta
  }
}

/** What a text that is repeated as a whole has beyond what came already; nothing where it is another text. */
export function missing(received: string, whole: string): string {
  return whole.startsWith(received) ? whole.slice(received.length) : ''
}
