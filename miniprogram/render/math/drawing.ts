import type { LayoutDrawing, LayoutLine, LayoutPath } from './katex'
import type { MathDrawing } from './tree'

/** Names that KaTeX makes outlines for to measure, though always the same: its vinculum is never thickened here. */
const constantRoots = /^sqrt(Main|Size[1-4])$/

/** Name of a drawing of straight strokes. */
export const strokes = 'strokes'

/**
 * Reads a piece that KaTeX draws as SVG.
 * @param color the colour set by the formula around it, or empty
 * @param outlines KaTeX's table of outlines by name
 */
export function drawing(
  node: LayoutDrawing,
  color: string,
  outlines: Readonly<Record<string, string>>,
): MathDrawing {
  const width = /(?:^|;)\s*width:\s*([^;]+)/.exec(node.attributes.style ?? '')?.[1] ?? ''
  const first = node.children[0]
  if (first === undefined || !('pathName' in first)) {
    const outline = node.children.map((line) => stroke(line)).join('/')
    return { name: strokes, outline, viewBox: '', aspect: '', width, color }
  }
  return {
    name: outlineName(first),
    outline: compactPath(first.alternate ?? outlines[first.pathName] ?? ''),
    viewBox: node.attributes.viewBox ?? '',
    aspect: node.attributes.preserveAspectRatio ?? '',
    width,
    color,
  }
}

/** The name under which the same outline always comes, or empty for one made to measure. */
function outlineName(path: LayoutPath): string {
  const isMeasured = path.alternate !== undefined && path.alternate !== null && path.alternate !== ''
  return isMeasured && !constantRoots.test(path.pathName) ? '' : path.pathName
}

function stroke(line: LayoutPath | LayoutLine): string {
  if (!('attributes' in line)) return ''
  return ['x1', 'y1', 'x2', 'y2'].map((end) => (line.attributes[end] ?? '0').replace('%', '')).join(',')
}

/** SVG path data without white space, which a URI would have to write as `%20`. */
export function compactPath(data: string): string {
  return data
    .trim()
    .replace(/\s*([a-z,])\s*/gi, '$1')
    .replace(/\s+/g, ',')
}

/**
 * A drawing as the address of an image. Black; where the formula sets no colour formula.wxss makes it follow the text's
 * in dark mode. Spaces are `%20`: some hosts drop an address with white space.
 */
export function drawingUri(piece: MathDrawing): string {
  const ink = piece.color === '' ? '%23000' : piece.color.replace('#', '%23')
  const box = piece.viewBox === '' ? '' : `%20viewBox='${piece.viewBox.replace(/ /g, ',')}'`
  const aspect = piece.aspect === '' ? '' : `%20preserveAspectRatio='${piece.aspect.replace(' ', '%20')}'`
  const open = `data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='100%25'%20height='100%25'`
  return `${open}${box}${aspect}%3E${shape(piece, ink)}%3C/svg%3E`
}

function shape(piece: MathDrawing, ink: string): string {
  if (piece.name !== strokes) return `%3Cpath%20fill='${ink}'%20d='${piece.outline}'/%3E`
  return piece.outline
    .split('/')
    .map((line) => {
      const [x1 = '0', y1 = '0', x2 = '0', y2 = '0'] = line.split(',')
      const ends = `x1='${x1}%25'%20y1='${y1}%25'%20x2='${x2}%25'%20y2='${y2}%25'`
      return `%3Cline%20stroke='${ink}'%20${ends}/%3E`
    })
    .join('')
}
