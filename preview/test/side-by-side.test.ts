import { type Piece, runSideBySide } from '../e2e/side-by-side'

interface Named extends Piece {
  name: string
}

const beside = (...names: string[]): Named[] => names.map((name) => ({ name }))
const alone = (...names: string[]): Named[] => names.map((name) => ({ name, alone: true }))

/** Runs the pieces, each for some turns of the event loop, the earlier ones for longer; tells what ran beside each. */
async function watch(pieces: Named[], lanes: number, failing = '') {
  const running = new Map<string, number>()
  const begun: string[] = []
  const besides = new Map<string, Set<string>>()
  const sharedLanes: string[] = []
  const end = await runSideBySide(pieces, lanes, async ({ name }, lane) => {
    begun.push(name)
    for (const [other, itsLane] of running) {
      besides.get(other)?.add(name)
      if (itsLane === lane) sharedLanes.push(`${other} and ${name}`)
    }
    besides.set(name, new Set(running.keys()))
    running.set(name, lane)
    for (let turn = 0; turn < 3 + pieces.length - begun.length; turn += 1) await new Promise(setImmediate)
    running.delete(name)
    if (name === failing) throw new Error(`${name} failed`)
  }).then(
    () => undefined,
    (error: unknown) => error,
  )
  const most = Math.max(0, ...[...besides.values()].map(({ size }) => size))
  return { begun, besides, most, sharedLanes, end, isStillRunning: running.size > 0 }
}

describe('end-to-end cases beside each other', () => {
  it('run as many at a time as there are lanes, in their order, each in a lane that no other has meanwhile', async () => {
    for (const lanes of [1, 2, 3]) {
      const { begun, most, sharedLanes } = await watch(beside('a', 'b', 'c', 'd', 'e', 'f'), lanes)
      expect(begun).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
      expect([lanes, most > 0]).toEqual([lanes, lanes > 1])
      expect(sharedLanes).toEqual([])
    }
  })

  it('that measure have nothing beside them, wherever they stand, and come last, in their order', async () => {
    const pieces = [...alone('m'), ...beside('a', 'b', 'c'), ...alone('n', 'o'), ...beside('d')]
    const { begun, besides } = await watch(pieces, 2)
    expect(begun).toEqual(['a', 'b', 'c', 'd', 'm', 'n', 'o'])
    for (const name of ['m', 'n', 'o'])
      expect([name, [...(besides.get(name) ?? ['nothing known'])]]).toEqual([name, []])
  })

  it('are not begun any more once something went wrong that is no case’s failure, and what runs is waited for', async () => {
    const pieces = [...beside('a', 'b', 'c', 'd', 'e', 'f'), ...alone('m')]
    const { begun, end, isStillRunning } = await watch(pieces, 2, 'b')
    expect(end).toEqual(new Error('b failed'))
    expect(begun).not.toContain('m')
    expect(begun.length).toBeLessThan(5)
    expect(isStillRunning).toBe(false)
  })
})
