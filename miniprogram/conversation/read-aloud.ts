import type { Player } from '../platform/ports'

/** Characters of a part: the first is short, so that it is heard soon. */
const FIRST_PART = 120
const PART = 600

/** What reading aloud needs of the program. */
export interface ReadAloudDependencies {
  readonly player: Player
  /** Has a text of up to 4,096 characters spoken; gives the path of a file. Rejects with a `LearningError`. */
  speak(text: string): Promise<string>
  /** Another answer is read, or none (`undefined`). */
  changed(requestId: string | undefined): void
}

/** Reads answers aloud, one at a time, part by part: the next part is fetched while one is heard. */
export class ReadAloud {
  private reading: { requestId: string } | undefined

  constructor(private readonly dependencies: ReadAloudDependencies) {}

  /** The answer that is read. */
  get requestId(): string | undefined {
    return this.reading?.requestId
  }

  /**
   * Reads an answer, whose words may come later; settles at its end. Rejects with what could not be fetched or played, or with why no
   * words came.
   */
  async read(requestId: string, text: string | Promise<string>): Promise<void> {
    const { player, speak, changed } = this.dependencies
    this.stop()
    const reading = { requestId }
    this.reading = reading
    changed(requestId)
    const isOn = (): boolean => this.reading === reading
    const fetched = (at: number): Promise<string> | undefined => {
      const part = parts[at]
      const file = part === undefined || !isOn() ? undefined : speak(part)
      // Told where it is waited for.
      file?.catch(() => undefined)
      return file
    }
    let parts: readonly string[] = []
    try {
      parts = spokenParts(await text)
      let next = fetched(0)
      for (let at = 0; next !== undefined; at += 1) {
        const path = await next
        next = fetched(at + 1)
        if (!isOn()) return
        if (!(await player.play(path))) return
      }
    } finally {
      if (isOn()) {
        this.reading = undefined
        changed(undefined)
      }
    }
  }

  stop(): void {
    if (this.reading === undefined) return
    this.reading = undefined
    this.dependencies.player.stop()
    this.dependencies.changed(undefined)
  }
}

/** A text in parts, each of whole sentences where a sentence is no longer than a part. */
export function spokenParts(text: string): string[] {
  const parts: string[] = []
  let part = ''
  for (const sentence of text.match(/[^。！？!?；;\n]+[。！？!?；;\n]*/g) ?? []) {
    for (let at = 0; at < sentence.length; at += PART) {
      const piece = sentence.slice(at, at + PART)
      const most = parts.length === 0 ? FIRST_PART : PART
      if (part !== '' && part.length + piece.length > most) {
        parts.push(part)
        part = ''
      }
      part += piece
    }
  }
  return [...parts, part].map((each) => each.trim()).filter((each) => each !== '')
}
