import { isCommand, readTex, type TexNode } from './tex-tree'

/** Lines that have one each, with something at both its sides, are equations of their own; without, they go on. */
const EQUATION =
  /^(?![-+=<>≤≥≠≈×÷·]|\\(?:quad|[lg]eq?|neq?|approx|equiv|to|in|times|div|cdot|Rightarrow|pm)(?![a-z])).*\S.*(?:[=<>≤≥≠≈]|\\(?:[lg]eq?|neq?|approx|equiv|sim|cong|to|in|Rightarrow)(?![a-z])).*[^-+=<>,(×÷·\s]$/

/**
 * A displayed formula of several equations, as it is to be set: each on a line where its author has parted them by a blank line, or
 * written one equation a line. TeX would set them behind one another.
 */
export function withLines(tex: string): string {
  if (!tex.includes('\n')) return tex
  const parts = wholes(tex.split(/\n[ \t]*\n/)).flatMap((part) => {
    const lines = wholes(part.split('\n'))
    return lines.every((line) => EQUATION.test(line.replace(/\{[^{}]*\}/g, '{}').trim())) ? lines : [part]
  })
  if (parts.length < 2) return tex
  const rows = parts.map((part) => part.trim().replace(/\\\\$/, ''))
  return `\\begin{align*}${rows.map((row) => (/(?:^|[^\\])&/.test(row) ? row : `&${row}`)).join('\\\\')}\\end{align*}`
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
