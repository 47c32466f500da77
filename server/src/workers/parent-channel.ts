import * as v from 'valibot'
import { type Channel, type FromWorker, fromParentSchema } from './channel'
import type { Counted } from './counts'

/** A worker's way to its parent, and by that to its siblings. */
export class ParentChannel implements Channel {
  siblings: readonly number[] = []
  private readonly messageListeners: ((from: number, body: unknown) => void)[] = []
  private readonly goneListeners: ((sibling: number) => void)[] = []
  private count: (tell: (metrics: Counted[]) => void) => void = () => undefined
  private lastCall = 0
  private readonly counts = new Map<number, (all: Counted[][]) => void>()
  private readonly overListeners: ((owners: readonly string[]) => void)[] = []

  /** `self`: by what its siblings know it. */
  constructor(
    private readonly self: number,
    private readonly parent: Pick<NodeJS.Process, 'send' | 'on'>,
  ) {
    parent.on('message', (message: unknown) => this.receive(message))
  }

  send(to: number, body: object): void {
    this.tell({ type: 'to-sibling', to, body })
  }

  /** This one serves, and keeps its answers as `owner`. */
  ready(address: string, owner: string): void {
    this.tell({ type: 'ready', address, owner })
  }

  onMessage(listener: (from: number, body: unknown) => void): void {
    this.messageListeners.push(listener)
  }

  onGone(listener: (sibling: number) => void): void {
    this.goneListeners.push(listener)
  }

  countedByAll(): Promise<Counted[][]> {
    this.lastCall += 1
    const call = this.lastCall
    return new Promise((resolve) => {
      this.counts.set(call, resolve)
      this.tell({ type: 'ask-counts', call })
    })
  }

  onCount(listener: (tell: (metrics: Counted[]) => void) => void): void {
    this.count = listener
  }

  /** Called with the runs of servers that are over, whose answers somebody has to take up. */
  onOver(listener: (owners: readonly string[]) => void): void {
    this.overListeners.push(listener)
  }

  /** A parent that is gone hears nothing, and its worker ends by itself. */
  private tell(message: FromWorker): void {
    this.parent.send?.(message, undefined, undefined, () => undefined)
  }

  private receive(message: unknown): void {
    const parsed = v.safeParse(fromParentSchema, message)
    if (!parsed.success) return
    const { output } = parsed
    if (output.type === 'siblings') this.listed(output.all.filter((id) => id !== this.self))
    else if (output.type === 'from-sibling') {
      for (const listener of this.messageListeners) listener(output.from, output.body)
    } else if (output.type === 'count') {
      this.count((metrics) => this.tell({ type: 'counted', round: output.round, metrics }))
    } else if (output.type === 'counts') {
      this.counts.get(output.call)?.(output.all)
      this.counts.delete(output.call)
    } else if (output.type === 'over') {
      for (const listener of this.overListeners) listener(output.owners)
    }
  }

  private listed(siblings: readonly number[]): void {
    const gone = this.siblings.filter((id) => !siblings.includes(id))
    this.siblings = siblings
    for (const id of gone) for (const listener of this.goneListeners) listener(id)
  }
}
