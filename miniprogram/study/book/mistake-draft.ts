import { SUBJECTS, type Subject } from '../../api/subject'
import type { KeyValueStore } from '../../platform/ports'

/** Where the form's words stand until they are saved or thrown away; also when its page is left and when the program ends. */
const KEY = 'mistake-draft'
const FIELDS = ['text', 'yours', 'right', 'points', 'note'] as const

/** What stands in the fields of an exercise that is written into the mistake book by hand. */
export type WrittenMistake = { readonly [Field in (typeof FIELDS)[number]]: string } & {
  readonly subject: Subject
}

const NOTHING: WrittenMistake = { text: '', yours: '', right: '', points: '', note: '', subject: 'math' }

/** Keeps it with every key: nobody is told before the system's back or the host takes the page away. */
export class MistakeDraft {
  private written: WrittenMistake

  constructor(private readonly store: KeyValueStore) {
    this.written = revived(store.get(KEY))
  }

  get now(): WrittenMistake {
    return this.written
  }

  get isEmpty(): boolean {
    return FIELDS.every((field) => this.written[field] === '')
  }

  write(change: Partial<WrittenMistake>): void {
    this.written = { ...this.written, ...change }
    if (this.isEmpty) this.store.remove(KEY)
    else this.store.set(KEY, this.written)
  }

  /** It was saved or thrown away; the next one is probably of the same subject. */
  drop(): void {
    this.write({ ...NOTHING, subject: this.written.subject })
  }
}

/** What an earlier run of the program kept, as far as this version knows it. */
function revived(stored: unknown): WrittenMistake {
  const kept = new Map<string, unknown>(
    typeof stored === 'object' && stored !== null ? Object.entries(stored) : [],
  )
  const words = (field: string): string => {
    const value = kept.get(field)
    return typeof value === 'string' ? value : ''
  }
  return {
    text: words('text'),
    yours: words('yours'),
    right: words('right'),
    points: words('points'),
    note: words('note'),
    subject: SUBJECTS.find((each) => each === kept.get('subject')) ?? NOTHING.subject,
  }
}
