import {
  type AnswerData,
  type AnswerRendererOptions,
  createAnswerRenderer,
  type Row,
  visibleText,
} from '../../miniprogram/render/index'

/** A page's data that patches are applied to as `setData` does it: a copy of each value, at its path. */
export class FakePage {
  data: AnswerData = {}
  readonly batches: Record<string, unknown>[] = []
  /** The text that was seen after each batch. */
  readonly frames: string[] = []

  readonly take = (patch: Record<string, unknown>): void => {
    this.batches.push(patch)
    for (const [path, value] of Object.entries(patch)) this.set(path, JSON.parse(JSON.stringify(value)))
    this.frames.push(this.text)
  }

  get rows(): Row[] {
    return (this.data.b ?? []).filter((row): row is Row => Boolean(row))
  }

  /** Everything that a reader sees, a line for each row. */
  get text(): string {
    return this.rows.map((row) => (row.m ? `${row.m} ` : '') + visibleText(row)).join('\n')
  }

  get bytes(): number {
    return this.batches.reduce((sum, batch) => sum + Buffer.byteLength(JSON.stringify(batch)), 0)
  }

  private set(path: string, value: unknown): void {
    const names = path.split(/[.[\]]+/).filter(Boolean)
    const last = names.pop() ?? ''
    let place: Record<string, unknown> = this.data as Record<string, unknown>
    names.forEach((name, index) => {
      const following = names[index + 1] ?? last
      place[name] ??= /^\d+$/.test(following) ? [] : {}
      place = place[name] as Record<string, unknown>
    })
    place[last] = value
  }
}

/** A row as a reader sees it: runs of one style are one, however they were sent. */
export function normalized(rows: readonly Row[]): unknown {
  return rows.map(({ c, ...row }) => {
    const runs: { style: string; text: string }[] = []
    let style = ''
    for (const run of c ?? []) {
      const isText = typeof run === 'string' || 'x' in run
      if (typeof run !== 'string' && 'x' in run) style = JSON.stringify([run.s ?? '', run.u ?? ''])
      const key = isText ? style || '["",""]' : JSON.stringify(run)
      const text = typeof run === 'string' ? run : 'x' in run ? run.x : ''
      const last = runs[runs.length - 1]
      if (isText && (!text || (last && last.style === key))) {
        if (last && text) last.text += text
      } else runs.push({ style: key, text })
    }
    const head = Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1))
    return { head, runs: runs.filter(({ style: key, text }) => text || key.startsWith('{')) }
  })
}

/** Renders a text that comes in pieces, with a batch after each piece. */
export function render(pieces: readonly string[], options: AnswerRendererOptions = {}): FakePage {
  const page = new FakePage()
  const renderer = createAnswerRenderer(page.take, options)
  for (const piece of pieces) {
    renderer.push(piece)
    renderer.flush()
  }
  renderer.end()
  return page
}
