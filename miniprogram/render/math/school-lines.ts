import { isCommand, isSign, readTex, sourceOf, type TexNode } from './tex-tree'

/** Lines up to this many characters are equations of their own; school books have no longer ones. */
const MAX_EQUATION = 300
/** With one of these a line goes on with the one before. */
const GOES_ON =
  /^(?:[-+=<>≤≥≠≈×÷·]|\\(?:quad|[lg]eq?|neq?|approx|equiv|to|in|times|div|cdot|Rightarrow|pm)(?![a-z]))/
/** With something behind it. */
const RELATION = /(?:[=<>≤≥≠≈]|\\(?:[lg]eq?|neq?|approx|equiv|sim|cong|to|in|Rightarrow)(?![a-z]))./
/** The next line goes on with one that ends so. */
const IS_OPEN = /[-+=<>,(×÷·]$/

/**
 * A displayed formula of several equations, as it is to be set: each on a line where its author has parted them by a blank line, or
 * written one equation a line. TeX would set them behind one another.
 */
export function withLines(tex: string): string {
  if (!tex.includes('\n')) return tex
  const parts = wholes(tex.split(/\n[ \t]*\n/)).flatMap((part) => {
    const lines = wholes(part.split('\n'))
    return lines.every(isEquation) ? lines : [part]
  })
  return parts.length < 2 ? tex : `\\begin{align*}${parts.map(rowOf).join('\\\\')}\\end{align*}`
}

/** Lines that have a relation each, with something at both its sides, are equations of their own; without, they go on. */
function isEquation(line: string): boolean {
  if (line.length > MAX_EQUATION) return false
  const outside = line
    .replace(/\{[^{}]*\}/g, '{}')
    .replace(/\$/g, '')
    .trim()
  return (
    !outside.includes('\n') &&
    !GOES_ON.test(outside) &&
    !IS_OPEN.test(outside) &&
    RELATION.test(outside.slice(1))
  )
}

/** A part as a row: without the markers of a formula, the row's end that its author wrote, and lined up where he did not say how. */
function rowOf(part: string): string {
  const row = part.trim().replace(/\\\\(?:\[[^\]]{0,9}\])?$/, '')
  const nodes = readTex(row).filter((node) => !isSign(node, '$'))
  return (nodes.some((node) => isSign(node, '&')) ? '' : '&') + sourceOf(nodes)
}

/** The parts, each with as many of those behind it as it needs to be whole; empty ones are left out. */
function wholes(parts: readonly string[]): string[] {
  const whole: string[] = []
  let open = ''
  for (const part of parts) {
    open += open === '' ? part : `\n${part}`
    if (!isWhole(open)) continue
    if (open.trim() !== '') whole.push(open)
    open = ''
  }
  return open === '' ? whole : [...whole, open]
}

/** Whether braces, environments and `\left` have their ends. */
function isWhole(tex: string): boolean {
  const count = (nodes: readonly TexNode[], name: string) =>
    nodes.filter((node) => isCommand(node, name)).length
  try {
    const nodes = readTex(tex)
    return count(nodes, 'left') === count(nodes, 'right')
  } catch {
    return false
  }
}
