/// <reference path="./pathkit-wasm.d.ts" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import load, { type Path, type PathKit } from 'pathkit-wasm'
import { SaxesParser } from 'saxes'

/** Units of the square in which an icon is drawn, and of the one in which a font's character stands. */
export const DRAWN_SIZE = 24
export const FONT_SIZE = 1024

/** Turns the SVG of an icon into the outline of a character: `d` of a path, in units of {@link FONT_SIZE}, y upwards. */
export type OutlineIcon = (svg: string) => string

type Attributes = Readonly<Record<string, string>>

/** What an element inherits and may change. */
const INHERITED = [
  'fill',
  'stroke',
  'fill-rule',
  'stroke-width',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-miterlimit',
]

/** Skia's path tools make an outline of what an icon strokes: a font knows fills only. */
export async function createIconOutliner(): Promise<OutlineIcon> {
  const wasmBinary = readFileSync(createRequire(__filename).resolve('pathkit-wasm/bin/pathkit.wasm'))
  const kit = await load({ wasmBinary })
  return (svg) => {
    const whole = kit.NewPath()
    for (const shape of shapesOf(svg)) for (const area of areasOf(shape, kit)) unite(whole, area, kit)
    const scale = FONT_SIZE / DRAWN_SIZE
    const outline = whole.transform(scale, 0, 0, 0, -scale, FONT_SIZE, 0, 0, 1).toSVGString()
    whole.delete()
    if (outline === '') throw new Error('an icon that shows nothing')
    return outline
  }
}

function unite(whole: Path, area: Path, kit: PathKit): void {
  if (whole.op(area, kit.PathOp.UNION) === null) throw new Error('two areas of an icon that cannot be united')
  area.delete()
}

/** Shapes that are shown, each with all of its attributes. Throws on what no icon of TDesign has. */
function shapesOf(svg: string): Attributes[] {
  const shapes: Attributes[] = []
  const defined = new Map<string, Attributes>()
  const around: { name: string; attributes: Attributes }[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const outer = around.at(-1)
    const own = { ...inheritable(outer?.attributes ?? {}), ...attributes }
    around.push({ name, attributes: own })
    if (name === 'svg' || name === 'g' || name === 'defs') return
    if (name !== 'path' && name !== 'circle' && name !== 'use') throw new Error(`an icon with <${name}>`)
    if (outer?.name === 'defs') defined.set(attributes.id ?? '', attributes)
    else shapes.push(name === 'use' ? { ...own, ...defined.get((attributes.href ?? '').slice(1)) } : own)
  })
  parser.on('closetag', () => void around.pop())
  parser.write(`<svg>${svg}</svg>`).close()
  return shapes
}

function inheritable(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => INHERITED.includes(name)))
}

/** What a shape fills and what it strokes. */
function areasOf(shape: Attributes, kit: PathKit): Path[] {
  const areas: Path[] = []
  if (shape.fill !== 'none') {
    const filled = pathOf(shape, kit)
    filled.setFillType(shape['fill-rule'] === 'evenodd' ? kit.FillType.EVENODD : kit.FillType.WINDING)
    areas.push(filled)
  }
  if (shape.stroke !== undefined && shape.stroke !== 'none') areas.push(strokedArea(shape, kit))
  return areas
}

function strokedArea(shape: Attributes, kit: PathKit): Path {
  const caps = { butt: kit.StrokeCap.BUTT, round: kit.StrokeCap.ROUND, square: kit.StrokeCap.SQUARE }
  const joins = { miter: kit.StrokeJoin.MITER, round: kit.StrokeJoin.ROUND, bevel: kit.StrokeJoin.BEVEL }
  const stroked = pathOf(shape, kit).stroke({
    width: Number(shape['stroke-width'] ?? 1),
    cap: chosen(caps, shape['stroke-linecap'] ?? 'butt'),
    join: chosen(joins, shape['stroke-linejoin'] ?? 'miter'),
    miter_limit: Number(shape['stroke-miterlimit'] ?? 4),
  })
  if (stroked === null) throw new Error('an icon with a line that cannot be outlined')
  return stroked
}

function chosen(choices: Readonly<Record<string, object>>, name: string): object {
  const choice = choices[name]
  if (choice === undefined) throw new Error(`an icon with a line that ends "${name}"`)
  return choice
}

/** `rotate(180 12 12)`, the one way in which TDesign's icons are turned. */
const HALF_TURN = /^rotate\(180 ([\d.]+) ([\d.]+)\)$/

function pathOf(shape: Attributes, kit: PathKit): Path {
  const path = kit.FromSVGString(shape.d ?? circlePath(shape))
  if (path === null) throw new Error(`an icon with a path that cannot be read: ${shape.d}`)
  if (shape.transform === undefined) return path
  const [, x, y] = HALF_TURN.exec(shape.transform) ?? []
  if (x === undefined) throw new Error(`an icon that is transformed by ${shape.transform}`)
  return path.transform(-1, 0, 2 * Number(x), 0, -1, 2 * Number(y), 0, 0, 1)
}

function circlePath({ cx, cy, r }: Attributes): string {
  const radius = Number(r)
  if (!(radius > 0)) throw new Error('an icon with a shape that has neither a path nor a radius')
  return `M${Number(cx) - radius} ${cy}a${r} ${r} 0 1 0 ${2 * radius} 0a${r} ${r} 0 1 0 ${-2 * radius} 0z`
}
