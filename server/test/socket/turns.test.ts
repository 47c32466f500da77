import { OPENING, Turns } from '../../src/socket/turns'

/** An event loop whose turns a test makes. */
function loop() {
  const later: (() => void)[] = []
  const turns = new Turns((callback) => void later.push(callback))
  const turn = async (): Promise<void> => {
    for (const callback of later.splice(0)) callback()
    await new Promise(setImmediate)
  }
  return { turns, turn, later }
}

describe('many readers who come back at once', () => {
  it('share each turn of the event loop, in the order in which they came', async () => {
    const { turns, turn } = loop()
    const begun: number[] = []
    for (let reader = 0; reader < 20; reader += 1) {
      const open = async (): Promise<void> => {
        await turns.take(OPENING)
        begun.push(reader)
      }
      void open()
    }
    await new Promise(setImmediate)
    const inEach = [begun.length]
    while (begun.length < 20) {
      await turn()
      inEach.push(begun.length - inEach.reduce((sum, count) => sum + count))
    }
    expect(Math.max(...inEach)).toBeLessThanOrEqual(6)
    expect(begun).toEqual(Array.from({ length: 20 }, (_, reader) => reader))
  })

  it('need not wait where nobody else has anything to say', async () => {
    const { turns, turn, later } = loop()
    for (let frame = 0; frame < 100; frame += 1) expect(turns.take(1)).toBeUndefined()
    await turn()
    expect(turns.take(1)).toBeUndefined()
    await turn()
    await turn()
    // Nothing keeps an idle process awake.
    expect(later).toHaveLength(0)
  })

  it('have theirs before what is short and comes later, though there were room for that', async () => {
    const { turns, turn } = loop()
    expect(turns.take(200)).toBeUndefined()
    const told: string[] = []
    const waiting = [
      [100, 'long'],
      [1, 'short'],
    ] as const
    for (const [cost, what] of waiting) void turns.take(cost)?.then(() => told.push(what))
    await new Promise(setImmediate)
    expect(told).toEqual([])
    await turn()
    expect(told).toEqual(['long', 'short'])
  })

  it('get through with a text that is larger than any turn', async () => {
    const { turns, turn } = loop()
    expect(turns.take(10_000)).toBeUndefined()
    let through = false
    const waiting = turns.take(10_000)?.then(() => {
      through = true
    })
    expect(waiting).toBeDefined()
    await turn()
    expect(through).toBe(true)
  })
})
