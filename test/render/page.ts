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
    return this.rows.map(lineText).join('\n')
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

/** A row as a reader sees it, with its marker. */
export function lineText(row: Row): string {
  const [head] = row
  if (head === 0) return visibleText(row)
  const marker = head.m ?? (/L/.test(head.n ?? '') ? '•' : '')
  return (marker && `${marker} `) + (head.k ? (head.k === 2 ? '☑ ' : '☐ ') : '') + visibleText(row)
}

/** Rows as a reader sees them: neighbouring runs of one style are one, however they were sent. */
export function normalized(rows: readonly Row[]): unknown {
  return rows.map(([head, ...parts]) => {
    const runs: { style: string; text: string }[] = []
    for (const part of parts) {
      const isText = typeof part === 'string' || (Array.isArray(part) && typeof part[0] === 'string')
      const [text, ...style] =
        typeof part === 'string' ? [part, 0] : isText ? (part as [string, number]) : ['', part]
      const last = runs[runs.length - 1]
      if (isText && last && last.style === JSON.stringify(style)) last.text += text
      else if (!isText || text) runs.push({ style: JSON.stringify(style), text })
    }
    return { head: head === 0 ? [] : Object.entries(head).sort(), runs }
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
