import { readFileSync } from 'node:fs'
import { drawHouse, HOUSE } from '../../scripts/house/house-drawing'
import { plainWays, readHouse, type Way } from '../../scripts/house/house-map'

const document = readFileSync(HOUSE, 'utf8')

/** The rooms of the document's tables. */
const described = [...document.matchAll(/^\| `([^`]+)` \|/gm)].map(([, room]) => room)

/** The rooms whose code a room runs by these ways, over others too. */
function reached(ways: readonly Way[], from: string): Set<string> {
  const rooms = new Set<string>()
  const next = [from]
  for (const room of next) {
    for (const { to } of ways.filter((way) => way.from === room && !rooms.has(way.to))) {
      rooms.add(to)
      next.push(to)
    }
  }
  return rooms
}

describe('the map of the house', () => {
  test('is drawn from the imports (npx tsx scripts/house/draw-house.ts)', () => {
    expect(document).toContain(drawHouse())
  })

  test('says of each room what lives there, and of none that is gone', () => {
    expect([...described].sort()).toEqual(readHouse().rooms)
  })

  test('has no circles: no room runs code of one that runs code of it', () => {
    const { rooms, ways } = readHouse()
    expect(rooms.filter((room) => reached(ways, room).has(room))).toEqual([])
  })

  test('leaves out only what can be reached on the drawn ways', () => {
    const { ways } = readHouse()
    const drawn = plainWays(ways)
    expect(ways.filter(({ from, to }) => !reached(drawn, from).has(to))).toEqual([])
    expect(drawn.length).toBeLessThan(ways.length)
  })
})
