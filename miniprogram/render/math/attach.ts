import { type Part, signs } from './parts'
import { isOperator, isRelation } from './signs'

/** Puts an index or a power at what stands before it, which is the last of the parts. */
export function addScript(parts: Part[], side: 'above' | 'below', script: readonly Part[]): void {
  const last = parts[parts.length - 1]
  const isBare = last?.kind === 'group' && last.parts.length === 0
  if (isBare) parts.pop()
  if (last === undefined || last.kind === 'blank' || isBare || isBefore(last, script)) {
    parts.push({ kind: 'scripts', base: undefined, above: [], below: [], [side]: script })
  } else if (last.kind === 'scripts' || isArrow(last)) {
    // Primes come before a power.
    parts[parts.length - 1] = { ...last, [side]: [...last[side], ...script] }
  } else {
    const kind = last.kind === 'sign' && isRelation(last.text) ? 'stacked' : 'scripts'
    parts[parts.length - 1] = { kind, base: last, above: [], below: [], [side]: script }
  }
}

/** Whether numbers stand before what they belong to: a nuclide's, behind an arrow or a plus. */
function isBefore(last: Part, script: readonly Part[]): boolean {
  const isBetween = last.kind === 'sign' && (isRelation(last.text) || isOperator(last.text))
  return (isBetween || isArrow(last)) && /^[-+]?\d+$/.test(signs(script))
}

/** A relation with its conditions. */
function isArrow(part: Part): part is Extract<Part, { kind: 'stacked' }> {
  return part.kind === 'stacked' && part.base.kind === 'sign' && isRelation(part.base.text)
}
