import type { ModelImage } from '../model/model'

/** Pages in memory. */
export interface LoadedPages {
  pages: ModelImage[]
  /** The model has them: others may have the room. Saying it again does nothing. */
  leave(): void
}

const ignore = () => undefined

/**
 * Bounds the pages that are on their way to a model at once. A request with its pages is several times their size until it
 * is sent, and a few students with ten large photos each would fill the memory of all.
 */
export class PageMemory {
  private taken = 0
  private turn: Promise<unknown> = Promise.resolve()
  /** Told when there is more room; only the one whose turn it is waits for that. */
  private freed: () => void = ignore

  /** `most`: bytes. */
  constructor(private readonly most: number) {}

  /**
   * Reads pages when it is their turn and there is room; who needs more than there is gets all of it. `undefined` as soon as
   * the signal is aborted. Rejects as `read` does.
   */
  load(read: () => Promise<ModelImage[]>, signal: AbortSignal): Promise<LoadedPages | undefined> {
    return new Promise((resolve, reject) => {
      const giveUp = () => resolve(undefined)
      signal.addEventListener('abort', giveUp, { once: true })
      this.turn = this.turn
        .then(() => this.loadInTurn(read, signal))
        .then((loaded) => {
          signal.removeEventListener('abort', giveUp)
          if (signal.aborted) loaded?.leave()
          else resolve(loaded)
        })
        .catch(reject)
    })
  }

  /** One at a time, so that no more than one has read its pages and waits for room with them. */
  private async loadInTurn(
    read: () => Promise<ModelImage[]>,
    signal: AbortSignal,
  ): Promise<LoadedPages | undefined> {
    if (signal.aborted) return undefined
    const pages = await read()
    const size = pages.reduce((sum, { bytes }) => sum + bytes.length, 0)
    let held = Math.min(size, this.most)
    while (this.taken + held > this.most && !signal.aborted) await this.moreRoom(signal)
    if (signal.aborted) return undefined
    this.taken += held
    const leave = () => {
      this.taken -= held
      held = 0
      this.freed()
    }
    return { pages, leave }
  }

  private async moreRoom(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      this.freed = resolve
      signal.addEventListener('abort', this.freed, { once: true })
    })
    signal.removeEventListener('abort', this.freed)
    this.freed = ignore
  }
}
