/** What may have to run with nothing beside it. */
export interface Piece {
  /** It measures when something happens, or looks at what stands for a moment: whatever else the machine does then would count too. */
  alone?: true
}

/**
 * Runs each of the pieces once: first those that may stand beside others, so many at a time, in their order; then the others, one by one.
 * A lane is a number from 0; of two pieces that run at the same time each has one of its own.
 * Rejects with what the first piece rejects with, once those that run then have ended; no further one is begun.
 */
export async function runSideBySide<T extends Piece>(
  pieces: readonly T[],
  lanes: number,
  run: (piece: T, lane: number) => Promise<void>,
): Promise<void> {
  const shared = pieces.filter(({ alone }) => alone !== true)
  const queue = shared.values()
  let isOver = false
  const takeFromQueue = async (lane: number): Promise<void> => {
    for (const piece of queue) {
      if (isOver) return
      try {
        await run(piece, lane)
      } catch (error) {
        isOver = true
        throw error
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, (_, lane) => takeFromQueue(lane)))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  for (const piece of pieces) if (piece.alone === true) await run(piece, 0)
}
