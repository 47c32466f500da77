import { deflateSync } from 'node:zlib'
import { Font, type TTF } from 'fonteditor-core'
import { FONT_SIZE } from './icon-outlines'

/** A character of the font. */
export interface IconGlyph {
  readonly name: string
  readonly codePoint: number
  /** As {@link OutlineIcon} gives it. */
  readonly outline: string
}

/** The family that TDesign's icon component asks for. */
export const FAMILY = 't'

/** Makes a WOFF font of the glyphs, with the metrics of TDesign's own. */
export function makeIconFont(glyphs: readonly IconGlyph[]): Buffer {
  const font = Font.create(svgFont(glyphs), { type: 'svg' })
  const data = font.get()
  for (const glyph of data.glyf) orient(glyph.contours ?? [])
  // The library's own would move characters up in their line.
  Object.assign(data.hhea, { ascent: FONT_SIZE, descent: 0, lineGap: 0 })
  Object.assign(data['OS/2'], { sTypoAscender: FONT_SIZE, sTypoDescender: 0, sTypoLineGap: 0 })
  Object.assign(data['OS/2'], { usWinAscent: FONT_SIZE, usWinDescent: 0 })
  font.set(data)
  const woff: unknown = font.write({ type: 'woff', deflate: (bytes) => [...deflateSync(Buffer.from(bytes))] })
  if (!Buffer.isBuffer(woff)) throw new Error('the font was not written as bytes')
  return woff
}

function svgFont(glyphs: readonly IconGlyph[]): string {
  const characters = glyphs.map(
    ({ name, codePoint, outline }) =>
      `<glyph glyph-name="${name}" unicode="&#x${codePoint.toString(16)};" horiz-adv-x="${FONT_SIZE}" d="${outline}"/>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg"><defs><font id="${FAMILY}" horiz-adv-x="${FONT_SIZE}">
    <font-face font-family="${FAMILY}" units-per-em="${FONT_SIZE}" ascent="${FONT_SIZE}" descent="0"/>
    <missing-glyph horiz-adv-x="0"/>${characters.join('')}</font></defs></svg>`
}

/**
 * Gives outlines of areas opposite directions to those of the holes in them: a font fills what is gone around once more in
 * one direction than in the other. The outlines cross nowhere.
 */
function orient(contours: TTF.Contour[]): void {
  const polygons = contours.map(polygonOf)
  for (const [index, polygon] of polygons.entries()) {
    const start = polygon[0]
    if (start === undefined) continue
    const depth = polygons.filter((other, at) => at !== index && contains(other, start)).length
    const isArea = depth % 2 === 0
    // In TrueType the filled side is to the right: areas run clockwise.
    if (isArea !== signedArea(polygon) < 0) contours[index]?.reverse()
  }
}

interface Point {
  readonly x: number
  readonly y: number
}

/** The contour with its curves as chords. */
function polygonOf(contour: TTF.Contour): Point[] {
  return contour.flatMap((point, index): Point[] => {
    if (point.onCurve) return [point]
    const before = neighbour(contour, index, -1)
    const after = neighbour(contour, index, 1)
    return [0.25, 0.5, 0.75].map((part) => ({
      x: bezier(before.x, point.x, after.x, part),
      y: bezier(before.y, point.y, after.y, part),
    }))
  })
}

/** Where the curve around a control point begins or ends: TrueType leaves out the middle between two of them. */
function neighbour(contour: TTF.Contour, index: number, step: number): Point {
  const control = contour[index]
  const next = contour[(index + step + contour.length) % contour.length]
  if (control === undefined || next === undefined) throw new Error('a contour without points')
  return next.onCurve ? next : { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 }
}

const bezier = (from: number, control: number, to: number, part: number): number =>
  (1 - part) ** 2 * from + 2 * part * (1 - part) * control + part ** 2 * to

function signedArea(polygon: readonly Point[]): number {
  return edges(polygon).reduce((sum, [from, to]) => sum + (from.x * to.y - to.x * from.y) / 2, 0)
}

function contains(polygon: readonly Point[], { x, y }: Point): boolean {
  const crossed = edges(polygon).filter(
    ([from, to]) =>
      from.y > y !== to.y > y && x < from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x),
  )
  return crossed.length % 2 === 1
}

function edges(polygon: readonly Point[]): [Point, Point][] {
  return polygon.map((from, index) => [from, polygon[(index + 1) % polygon.length] ?? from])
}
