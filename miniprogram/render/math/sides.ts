import { type Part, signs, signText } from './parts'
import { isIon } from './powers'

/** Where an arrow tends to one side of a number (`x → 0⁺`), that is said first: x 从右侧趋于 0. */
export function withSides(parts: readonly Part[]): readonly Part[] {
  const made = [...parts]
  parts.forEach((part, arrow) => {
    if (signText(part) !== '→') return
    const isPassed = (each: Part | undefined) => each?.kind === 'blank' || /^[-+]$/.test(signText(each))
    let at = arrow + 1
    while (isPassed(parts[at])) at++
    const end = parts[at]
    if (end?.kind !== 'scripts' || isIon(end.base, undefined)) return
    const sign = signs(end.above)
    if (!/^[-+]$/.test(sign)) return
    made[arrow] = tendingFrom(sign)
    made[at] = { ...end, above: [] }
  })
  return made
}

/** Below a limit an arrow says where something tends to, and a sign at the end from which side. */
export function tending(parts: readonly Part[]): readonly Part[] {
  const sided = withSides(parts)
  const [last] = sided.slice(-1)
  const side = signText(last)
  const isSided = /^[-+]$/.test(side)
  const said = isSided ? sided.slice(0, -1) : sided
  return said.map((part) => {
    if (signText(part) !== '→') return part
    return isSided ? tendingFrom(side) : { kind: 'text', text: '趋于' }
  })
}

function tendingFrom(sign: string): Part {
  return { kind: 'text', text: `从${sign === '+' ? '右' : '左'}侧趋于` }
}
