import type { Spelling } from './spelling'
import { isCommand, isSign, sourceOf, TexCursor, type TexNode } from './tex-tree'

/** Names of siunitx, as `name sign` pairs. */
const prefixes = pairs(
  'pico p nano n micro \\upmu milli m centi c deci d deca da hecto h kilo k mega M giga G tera T femto f',
)
const units = pairs(
  'meter m metre m gram g second s ampere A kelvin K mole mol candela cd hertz Hz newton N pascal Pa joule J watt W ' +
    'coulomb C volt V farad F ohm \\Omega siemens S weber Wb tesla T henry H lumen lm lux lx becquerel Bq gray Gy ' +
    'minute min hour h day d litre L liter L tonne t electronvolt eV bar bar hectare ha astronomicalunit au ' +
    'degree {}^{\\circ} degreeCelsius {}^{\\circ}C celsius {}^{\\circ}C percent \\% angstrom Å ' +
    'm m kg kg g g s s cm cm mm mm km km mol mol kWh kWh kJ kJ',
)
const powers = pairs('squared 2 cubed 3 square 2 cubic 3')

function pairs(words: string): ReadonlyMap<string, string> {
  const list = words.split(' ')
  return new Map(list.flatMap((word, at) => (at % 2 === 0 ? [[word, list[at + 1] ?? ''] as const] : [])))
}

/** A unit as siunitx writes it, by names (`\meter\per\second\squared`) or by signs (`m/s^2`), upright. */
export function spellUnit(nodes: readonly TexNode[], spelling: Spelling): string {
  const cursor = new TexCursor(nodes.filter((node) => !isSign(node, ' ')))
  let unit = ''
  let isPer = false
  let power = ''
  for (let node = cursor.take(); node !== undefined; node = cursor.take()) {
    const name = node.kind === 'command' ? node.name : ''
    const prefix = prefixes.get(name)
    const sign = units.get(name)
    if (name === 'per') isPer = true
    else if (prefix !== undefined) {
      unit += between(unit, isPer) + prefix
      isPer = false
      unit += units.get(unitName(cursor)) ?? ''
    } else if (sign !== undefined) {
      unit += between(unit, isPer) + sign
      isPer = false
    } else if (/^squared|^cubed/.test(name)) unit += `^{${powers.get(name) ?? ''}}`
    else if (name === 'tothe' || name === 'raiseto') unit += `^{${spelling.spell(cursor.argument())}}`
    else if (name === 'square' || name === 'cubic') {
      power = powers.get(name) ?? ''
      continue
    } else if (isSign(node, '.') || isSign(node, '*')) unit += '\\cdot '
    else unit += spelling.spell([node])
    if (power !== '' && sign !== undefined) {
      unit += `^{${power}}`
      power = ''
    }
  }
  return `\\mathrm{${unit}}`
}

/** Behind another unit stands a dot, or the stroke of what it is divided by. */
function between(unit: string, isPer: boolean): string {
  if (unit === '') return isPer ? '1/' : ''
  return isPer ? '/' : '\\cdot '
}

function unitName(cursor: TexCursor): string {
  const node = cursor.take()
  return node?.kind === 'command' ? node.name : ''
}

/** A number of siunitx: `1.2e-3` is 1.2 × 10⁻³. */
export function spellNumber(nodes: readonly TexNode[], spelling: Spelling): string {
  const found = /^\s*([-+]?[\d.,]*)\s*[eEdD]\s*([-+]?\d+)\s*$/.exec(sourceOf(nodes))
  if (found === null) return `{${spelling.spell(nodes).replace(/\+-/g, '\\pm ')}}`
  const [, factor = '', exponent = ''] = found
  return `{${factor === '' ? '' : `${factor}\\times `}10^{${Number(exponent)}}}`
}

/** An angle of siunitx: degrees, minutes and seconds between semicolons. */
export function spellAngle(nodes: readonly TexNode[], spelling: Spelling): string {
  const marks = ['^{\\circ}', "'", "''"]
  const parts = sourceOf(nodes).split(';')
  if (parts.length === 1) return `{${spelling.spell(nodes)}}^{\\circ}`
  return parts.map((part, at) => (part.trim() === '' ? '' : `{${part.trim()}}${marks[at] ?? ''}`)).join('')
}

/** Whether the nodes begin with a command of siunitx's units, which `\qty` of another package has not. */
export function isUnit(nodes: readonly TexNode[]): boolean {
  return nodes.some((node) => isCommand(node, ...units.keys(), ...prefixes.keys(), 'per'))
}
