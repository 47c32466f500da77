import { readTex, type TexNode } from './tex-tree'

const arrows: Readonly<Record<string, string>> = {
  '<=>': '\\xrightleftharpoons',
  '<->': '\\xrightleftharpoons',
  '->': '\\xrightarrow',
  '<-': '\\xleftarrow',
  '=': '\\xlongequal',
}
const bonds: Readonly<Record<string, string>> = { '=': '═', '#': '≣', '-': '—' }
const arrow = /(<=>|<->|->|<-)(?:\[([^\]]*)\])?(?:\[([^\]]*)\])?/g

/** An equation of mhchem (`\ce`) as what it says in TeX: indices, charges, arrows with their conditions. */
export function chemistry(source: string): readonly TexNode[] {
  const withArrows = source.replace(
    arrow,
    (_, sign: string, above = '', below = '') => ` ${arrows[sign] ?? ''}[${below}]{${above}} `,
  )
  // What stands in a text is no substance.
  const pieces = withArrows.split(/(\\text\s*\{[^{}]*\})/)
  return readTex(pieces.map((piece, at) => (at % 2 === 0 ? substances(piece) : piece)).join(''))
}

/** Substances, also those above and below an arrow. */
function substances(source: string): string {
  return (
    source
      // Between two atoms the strokes are bonds.
      .replace(
        /([A-Za-z\d)])([=#-])(?=[A-Z])/g,
        (_, atom: string, bond: string) => atom + (bonds[bond] ?? ''),
      )
      // A sign that stands alone behind a substance is a gas or a precipitate.
      .replace(/\s+\^(?=\s|$)/g, '\\uparrow ')
      .replace(/\s+v(?=\s|$)/g, '\\downarrow ')
      .replace(/\^(\d*[+-])/g, '^{$1}')
      .replace(/([A-Za-z)\]])(\d+)/g, '$1_{$2}')
      // A charge without its sign of a power: `OH-`.
      .replace(/([A-Za-z)\]}])([+-])(?=\s|$)/g, '$1^{$2}')
      .replace(/([A-Za-z\d}])[.*](?=\d*[A-Z])/g, '$1\\cdot ')
  )
}

/** A quantity of mhchem (`\pu`): `1.2e-3 mol/L`. */
export function quantity(source: string): readonly TexNode[] {
  return readTex(
    source
      .replace(/(\d)[eE]([-+]?\d+)/, '$1\\times 10^{$2}')
      .replace(/([A-Za-z])(-?\d+)/g, '$1^{$2}')
      // Units beside one another: `m s-2` is no millisecond.
      .replace(/(\\[A-Za-z]+\s*)|([\dA-Za-z)}])\s+(?=[A-Za-z\\])/g, (_, command?: string, unit = '') =>
        command === undefined ? `${unit}\\,` : command,
      )
      .replace(/\*/g, '\\cdot '),
  )
}
