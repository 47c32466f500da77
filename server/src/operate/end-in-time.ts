import { type Clock, within } from '../time/clock'

/** Something hung while the server ended. What was acknowledged is kept, and taken up by whoever is next. */
export class EndTookTooLong extends Error {
  override readonly name = 'EndTookTooLong'

  constructor(milliseconds: number) {
    super(`the server had not ended after ${milliseconds} ms`)
  }
}

/** What hangs (a database that says nothing) holds up no end: rejects with {@link EndTookTooLong} after `longest` milliseconds. */
export async function endInTime(clock: Clock, longest: number, ended: Promise<void>): Promise<void> {
  let isOver = false
  const over = ended.then(() => {
    isOver = true
  })
  await within(clock, longest, over)
  if (!isOver) throw new EndTookTooLong(longest)
}
