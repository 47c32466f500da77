import type { KeyValueStore } from '../platform/ports'
import { chosenPhoto, type Photo, uploadedPhoto } from './photo-uploads'

/** A question that the server has not: its words, and its photos wherever each of them stands. */
export interface Draft {
  readonly text: string
  readonly photos: readonly Photo[]
}

const KEY = 'drafts'
/** Drafts that are kept; the oldest give way. */
const MOST_DRAFTS = 30
/** Characters of all of them; a storage key holds a mebibyte. */
const MOST_CHARACTERS = 200_000

const EMPTY: Draft = { text: '', photos: [] }

interface Entry extends Draft {
  /** The session in which it is written; empty for a conversation that has none yet. */
  readonly place: string
  /** By which it was sent; empty while it is being written. */
  readonly requestId: string
}

/**
 * Keeps what a student has written and chosen, for each conversation by itself and over a restart, until the server has it.
 * What was sent stays here too until then.
 */
export class Drafts {
  /** The one that changed last comes last. */
  private entries: readonly Entry[]
  private readonly store: KeyValueStore

  /** `address`: where an `<image>` finds a file of the server's. */
  constructor(store: KeyValueStore, address: (url: string) => string) {
    this.store = store
    const stored = store.get(KEY)
    this.entries = Array.isArray(stored)
      ? stored.flatMap((value, index) => revived(value, index, address))
      : []
  }

  /** What is being written in a conversation. */
  written(place: string): Draft {
    return this.entries.find((entry) => entry.place === place && entry.requestId === '') ?? EMPTY
  }

  write(place: string, { text, photos }: Draft): void {
    const others = this.entries.filter((entry) => entry.place !== place || entry.requestId !== '')
    const isEmpty = text === '' && photos.length === 0
    if (isEmpty && others.length === this.entries.length) return
    this.set(isEmpty ? others : [...others, { place, requestId: '', text, photos }])
  }

  /** A question is on its way. */
  send(place: string, requestId: string, { text, photos }: Draft): void {
    this.set([...this.without(requestId), { place, requestId, text, photos }])
  }

  /** It is the server's now, or is being written again. */
  drop(requestId: string): void {
    if (this.holds(requestId)) this.set(this.without(requestId))
  }

  /** Whether a question that was sent is not known to have arrived. */
  holds(requestId: string): boolean {
    return this.entries.some((entry) => entry.requestId === requestId)
  }

  /** The questions of a conversation that were sent and are not known to have arrived, oldest first. */
  sent(place: string): Array<Draft & { requestId: string }> {
    return this.entries.filter((entry) => entry.place === place && entry.requestId !== '')
  }

  /** A conversation that had no session has one: what is being written in it goes along. */
  named(place: string): void {
    const draft = this.written('')
    this.write('', EMPTY)
    this.write(place, draft)
  }

  /** What was sent in one conversation, but for what stays, counts as sent in another. */
  moveSent(from: string, to: string, stays: (requestId: string) => boolean = () => false): void {
    const isSent = ({ place, requestId }: Entry) => place === from && requestId !== '' && !stays(requestId)
    this.set(this.entries.map((entry) => (isSent(entry) ? { ...entry, place: to } : entry)))
  }

  /** A conversation is gone. */
  forget(place: string): void {
    this.set(this.entries.filter((entry) => entry.place !== place))
  }

  /** A photo of one of them came further. */
  save(): void {
    const kept: object[] = []
    let characters = 0
    for (const entry of [...this.entries].reverse()) {
      characters += entry.text.length + 500 * entry.photos.length
      if (kept.length < MOST_DRAFTS && characters <= MOST_CHARACTERS) kept.unshift(stored(entry))
    }
    if (kept.length === 0) this.store.remove(KEY)
    else this.store.set(KEY, kept)
  }

  private without(requestId: string): Entry[] {
    return this.entries.filter((entry) => entry.requestId !== requestId)
  }

  private set(entries: readonly Entry[]): void {
    this.entries = entries
    this.save()
  }
}

function stored({ place, requestId, text, photos }: Entry): object {
  return {
    place,
    requestId,
    text,
    // What the server refused for good is not worth a second look.
    photos: photos
      .filter(({ refused }) => !refused)
      .map(({ source, kept = source, url }) => (url === undefined ? { source } : { source: kept, url })),
  }
}

/** A draft as an earlier run of the program kept it; none where it is anything else. */
function revived(value: unknown, index: number, address: (url: string) => string): Entry[] {
  if (typeof value !== 'object' || value === null) return []
  const { place, requestId, text, photos }: { [name in keyof Entry]?: unknown } = value
  if (typeof place !== 'string' || typeof requestId !== 'string' || typeof text !== 'string') return []
  const list: unknown[] = Array.isArray(photos) ? photos : []
  return [
    {
      place,
      requestId,
      text,
      photos: list.flatMap((photo, page) => revivedPhoto(photo, `draft-${index}-${page}`, address)),
    },
  ]
}

/**
 * One that is at the server is shown from there: what the host keeps of a photo may be gone with the run that chose it. It goes up again
 * from the device only where the server has it no longer.
 */
function revivedPhoto(value: unknown, id: string, address: (url: string) => string): Photo[] {
  if (typeof value !== 'object' || value === null) return []
  const { source, url }: { source?: unknown; url?: unknown } = value
  if (typeof url === 'string') {
    const isOnDevice = typeof source === 'string' && !source.includes(url.split('?')[0] ?? url)
    return [uploadedPhoto(id, url, address(url), isOnDevice ? source : undefined)]
  }
  return typeof source === 'string' ? [chosenPhoto(id, source)] : []
}
