import { deviceCheckMessages } from '../../../../../messages/device-check.zh-CN'

/** What a host told of a node's place. */
export interface MeasuredNode {
  readonly id: string
  readonly width: number
}

/** `look`: only an eye can tell. */
export type Verdict = 'good' | 'bad' | 'look'

/** Whether a feature works, from the widths of all measured nodes by id, and the ids of what was tried and succeeded. */
type Works = (widths: ReadonlyMap<string, number>, succeeded: ReadonlySet<string>) => boolean

interface Probe {
  readonly id: keyof typeof deviceCheckMessages.probes
  readonly works?: Works
}

/** A probe as the page shows it. */
export interface ProbeRow {
  readonly id: string
  readonly title: string
  readonly should: string
  readonly verdict: Verdict
}

/** Pixels by which hosts round. */
const TOLERANCE = 1

const isWide =
  (id: string, width: number): Works =>
  (widths) =>
    Math.abs((widths.get(id) ?? 0) - width) <= TOLERANCE

const isTried =
  (id: string): Works =>
  (_widths, succeeded) =>
    succeeded.has(id)

/** The widths are those that probes.wxss and {@link probeNodes} give. */
const PROBES: readonly Probe[] = [
  { id: 'classRule', works: isWide('classRule', 80) },
  { id: 'childRule', works: isWide('childRule', 80) },
  { id: 'scriptNodes', works: isWide('scriptNodes', 80) },
  { id: 'svgImage', works: isWide('svgImage', 60) },
  {
    id: 'formulaFont',
    works: (widths) =>
      Math.abs((widths.get('formulaFont') ?? 0) - (widths.get('formulaFontWithout') ?? 0)) > TOLERANCE,
  },
  { id: 'iconFont', works: isWide('iconFont', 40) },
  { id: 'localBackground' },
  { id: 'canvasFile', works: isTried('canvasFile') },
  { id: 'canvasText', works: isTried('canvasText') },
]

/** Ids of what is to be measured. */
export const measuredIds: readonly string[] = [...PROBES.map(({ id }) => id), 'formulaFontWithout']

const TRIANGLE =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='60' height='30'%3E%3Cpath d='M0 30L30 0L60 30z' fill='%231d5fbf'/%3E%3C/svg%3E"

/** Nodes that the probes hand to rich-text. */
export const probeNodes = {
  classRule: '<span class="bar"></span>',
  childRule: '<span class="outer"><span class="inner"></span></span>',
  svgImage: `<img src="${TRIANGLE}">`,
} as const

/** Every probe with what was measured of it, and whether what was tried succeeded. */
export function judge(
  measured: readonly MeasuredNode[],
  succeeded: ReadonlySet<string> = new Set(),
): ProbeRow[] {
  const widths = new Map(measured.map(({ id, width }) => [id, width]))
  return PROBES.map(({ id, works }) => ({
    id,
    ...deviceCheckMessages.probes[id],
    verdict: works === undefined ? 'look' : works(widths, succeeded) ? 'good' : 'bad',
  }))
}
