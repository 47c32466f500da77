/** Milliseconds of work in one turn of the event loop: a word that comes meanwhile is late by no more. */
const LONGEST_TURN = 8

/** Lets everybody else have the event loop between the pieces of a long work. */
export class Breather {
  private began = performance.now()

  /** To be awaited behind each piece; `undefined` where this turn has room for another one. */
  breath(): Promise<void> | undefined {
    if (performance.now() - this.began < LONGEST_TURN) return undefined
    return new Promise((resolve) => {
      setImmediate(() => {
        this.began = performance.now()
        resolve()
      })
    })
  }
}
