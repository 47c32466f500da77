import fc from 'fast-check'
import { partsOf } from '../../miniprogram/conversation/patch-parts'
import { newTurn, type Turn } from '../../miniprogram/conversation/turn'
import { saved } from '../../miniprogram/conversation/turn-phase'
import { turnView } from '../../miniprogram/conversation/turn-view'

function ended(index: number, length: number): Turn {
  const turn = newTurn(`request-${index}`, '题目', [])
  return { ...turn, phase: saved('done'), text: '答'.repeat(length) }
}

/** The page's turns after each of the patches, as `setData` writes them. */
function written(patches: readonly Record<string, unknown>[]): unknown[] {
  let turns: unknown[] = []
  for (const patch of patches) {
    for (const [path, value] of Object.entries(patch)) {
      if (path === 'turns' && Array.isArray(value)) turns = [...value]
      const place = /^turns\[(\d+)\]$/.exec(path)?.[1]
      if (place !== undefined) turns[Number(place)] = value
    }
  }
  return turns
}

describe('A patch of all turns', () => {
  test('goes to the page in parts that WeChat takes, in order, and what names a turn behind them', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 190_000 }), { maxLength: 12 })
    fc.assert(
      fc.property(lengths, fc.boolean(), (given, names) => {
        const turns = given.map((length, index) => ended(index, length))
        const views = turns.map((turn) => turnView(turn, turns))
        const parts = partsOf({ turns: views, ...(names ? { intoView: 'turn-1' } : {}) })
        expect(written(parts)).toEqual(views)
        for (const part of parts) expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(1024 * 1024)
        expect(parts.findIndex((part) => 'intoView' in part)).toBe(names ? parts.length - 1 : -1)
      }),
      { numRuns: 60 },
    )
  })

  test('stays one where it is short', () => {
    const turn = ended(1, 100)
    const patch = { turns: [turnView(turn, [turn])], busy: false }
    expect(partsOf(patch)).toEqual([patch])
    expect(partsOf({ busy: true })).toEqual([{ busy: true }])
  })
})
