import { readFileSync } from 'node:fs'
import { drawHouse, HOUSE } from '../../scripts/house/house-drawing'
import { plainWays, readHouse } from '../../scripts/house/house-map'

const document = readFileSync(HOUSE, 'utf8')

/** The rooms of the document's tables. */
const described = [...document.matchAll(/^\| `([^`]+)` \|/gm)].map(([, room]) => room)

describe('the map of the house', () => {
  test('is drawn from the imports (npx tsx scripts/house/draw-house.ts)', () => {
    expect(document).toContain(drawHouse())
  })

  test('says of each room what lives there, and of none that is gone', () => {
    expect([...described].sort()).toEqual(readHouse().rooms)
  })

  test('leaves out only what can be reached on the drawn ways', () => {
    const { ways } = readHouse()
    const drawn = plainWays(ways)
    const reached = (from: string): Set<string> => {
      const rooms = new Set([from])
      for (const room of rooms) for (const way of drawn) if (way.from === room) rooms.add(way.to)
      return rooms
    }
    expect(ways.filter(({ from, to }) => !reached(from).has(to))).toEqual([])
    expect(drawn.length).toBeLessThan(ways.length)
  })
})
