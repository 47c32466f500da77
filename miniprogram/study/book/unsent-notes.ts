import type { KeyValueStore } from '../../platform/ports'

/** Where notes wait that the server has not; also when the program ends. */
const KEY = 'notes-to-deliver'

/** Notes that a student wrote and the server has not, by their mistake's id: nothing that was typed is lost with the network. */
export class UnsentNotes {
  private readonly notes: Map<string, string>

  constructor(private readonly store: KeyValueStore) {
    const stored = store.get(KEY)
    const isList = Array.isArray(stored)
    this.notes = new Map(isList ? stored.filter(isNote) : [])
  }

  /** What waits, the oldest first. */
  get waiting(): readonly (readonly [id: string, note: string])[] {
    return [...this.notes]
  }

  of(id: string): string | undefined {
    return this.notes.get(id)
  }

  keep(id: string, note: string): void {
    this.notes.set(id, note)
    this.write()
  }

  /** It need not go out any more; one that was written since stays. */
  done(id: string, note: string): void {
    if (this.notes.get(id) !== note) return
    this.notes.delete(id)
    this.write()
  }

  private write(): void {
    if (this.notes.size > 0) this.store.set(KEY, this.waiting)
    else this.store.remove(KEY)
  }
}

function isNote(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'string')
}
