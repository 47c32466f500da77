import type { HistoryItem, HistoryPage, SessionPage } from '../../typings/protocol'
import { readHistoryPage, readSessionPage } from '../api/bodies'
import { BodyError, BodyReader } from '../api/body-reader'
import type { KeyValueStore } from '../platform/ports'

const INDEX = 'kept-histories'
const LIST = 'kept-sessions'
const PREFIX = 'kept-history:'
/** Bytes of all that is kept, and of one conversation; a storage key holds a mebibyte. */
export const MOST_BYTES = 5 * 1024 * 1024
const MOST_BYTES_OF_ONE = 960 * 1024
/** Questions of a conversation that are kept: as many as it is opened with. */
const MOST_ITEMS = 20

/** What is kept, the last used first. */
interface Index {
  /** Whose it is: another server's conversations are not shown. */
  readonly scope: string
  readonly entries: readonly Entry[]
}

interface Entry {
  readonly id: string
  readonly bytes: number
}

/** The end of the last conversations, and the beginning of their list, to be read without a network. */
export class HistoryCache {
  private readonly store: KeyValueStore
  private readonly scope: () => string

  /** `scope` names the server whose conversations these are. */
  constructor(store: KeyValueStore, scope: () => string) {
    this.store = store
    this.scope = scope
  }

  /** The newest questions of a session; `undefined` where none are kept. */
  read(sessionId: string): HistoryPage | undefined {
    const isKept = this.index().entries.some(({ id }) => id === sessionId)
    return isKept ? parsed(this.store.get(PREFIX + sessionId), readHistoryPage) : undefined
  }

  /** Keeps as many of the newest as fit; the conversations that were not used for longest give way. */
  write(sessionId: string, { items, has_more }: HistoryPage): void {
    let kept = items.slice(-MOST_ITEMS)
    let bytes = bytesOf(kept)
    while (kept.length > 0 && bytes > MOST_BYTES_OF_ONE) {
      kept = kept.slice(1)
      bytes = bytesOf(kept)
    }
    if (kept.length === 0) {
      this.remove(sessionId)
      return
    }
    const others = this.index().entries.filter(({ id }) => id !== sessionId)
    this.setEntries([{ id: sessionId, bytes }, ...others])
    this.store.set(PREFIX + sessionId, { items: kept, has_more: has_more || kept.length < items.length })
  }

  /** A question was answered, or its answer rated. `hasMore`: whether there are older ones, where none are kept. */
  add(sessionId: string, item: HistoryItem, hasMore: boolean): void {
    const { items, has_more } = this.read(sessionId) ?? { items: [], has_more: hasMore }
    // A question that is asked again has another request id, and is the same.
    const isSame = ({ request_id, question_id }: HistoryItem) =>
      request_id === item.request_id || (question_id !== '' && question_id === item.question_id)
    const at = items.findIndex(isSame)
    const next = at < 0 ? [...items, item] : items.map((each, index) => (index === at ? item : each))
    this.write(sessionId, { items: next, has_more })
  }

  remove(sessionId: string): void {
    this.setEntries(this.index().entries.filter(({ id }) => id !== sessionId))
    this.store.remove(PREFIX + sessionId)
  }

  /** Nothing is kept any more. */
  clear(): void {
    this.setEntries([])
    this.store.remove(LIST)
    this.store.remove(INDEX)
  }

  /** The beginning of the list of sessions. */
  list(): SessionPage | undefined {
    return this.storedIndex().scope === this.scope()
      ? parsed(this.store.get(LIST), readSessionPage)
      : undefined
  }

  keepList(page: SessionPage): void {
    this.setEntries(this.index().entries)
    this.store.set(LIST, page)
  }

  /** Empty where what is kept is another server's. */
  private index(): Index {
    const stored = this.storedIndex()
    const scope = this.scope()
    return stored.scope === scope ? stored : { scope, entries: [] }
  }

  private storedIndex(): Index {
    return parsed(this.store.get(INDEX), readIndex) ?? { scope: this.scope(), entries: [] }
  }

  /** What does not fit beside the newer ones goes, and whatever is another server's. */
  private setEntries(entries: readonly Entry[]): void {
    let bytes = 0
    const kept = entries.filter((entry) => {
      bytes += entry.bytes
      return bytes <= MOST_BYTES
    })
    const before = this.storedIndex()
    for (const { id } of [...before.entries, ...entries])
      if (!kept.some((entry) => entry.id === id)) this.store.remove(PREFIX + id)
    if (before.scope !== this.scope()) this.store.remove(LIST)
    this.store.set(INDEX, { scope: this.scope(), entries: kept })
  }
}

function readIndex(body: BodyReader): Index {
  return {
    scope: body.text('scope'),
    entries: body.objects('entries', (entry) => ({ id: entry.text('id'), bytes: entry.count('bytes') })),
  }
}

/** `undefined` for what another version of the program kept. */
function parsed<Value>(stored: unknown, read: (body: BodyReader) => Value): Value | undefined {
  try {
    return read(new BodyReader(stored))
  } catch (error) {
    if (error instanceof BodyError) return undefined
    throw error
  }
}

/** At least as many as any host counts: some keep UTF-8, others two bytes a character. */
function bytesOf(value: unknown): number {
  const text = JSON.stringify(value)
  let bytes = 2 * text.length
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) >= 0x800) bytes += 1
  return bytes
}
