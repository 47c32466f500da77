import path from 'node:path'
import { plainWays, readHouse } from './house-map'

/** Where the drawing is kept: the only fenced block of this language there. */
export const HOUSE = path.resolve(__dirname, '..', '..', 'docs', 'architecture.md')
const BLOCK = /```mermaid\n[\s\S]*?\n```/

/** The wings of the drawing, from above, with what their rooms begin with. */
const WINGS = [
  ['packages', 'packages/'],
  ['mini-program', 'miniprogram/'],
  ['preview', 'preview/src/'],
  ['server', 'server/src/'],
] as const

/** The house as a drawing: a box for each room, an arrow for each plain way. */
export function drawHouse(): string {
  const { rooms, ways } = readHouse()
  const mark = (room: string): string => room.replace(/\W+/g, '_')
  const wings = WINGS.flatMap(([name, start]) => [
    `  subgraph ${name}`,
    ...rooms
      .filter((room) => `${room}/`.startsWith(start))
      .map(
        (room) => `    ${mark(room)}["${`${room}/`.slice(start.length).replace(/\/$/, '') || 'its root'}"]`,
      ),
    '  end',
  ])
  const arrows = plainWays(ways).map(({ from, to }) => `  ${mark(from)} --> ${mark(to)}`)
  return ['```mermaid', 'flowchart TB', ...wings, ...arrows, '```'].join('\n')
}

/** Puts the drawing of now into a text that has one. */
export function withDrawing(text: string): string {
  return text.replace(BLOCK, () => drawHouse())
}
