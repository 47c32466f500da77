import { BodyError, BodyReader } from '../../api/body-reader'
import { readMistake } from '../../api/mistake-bodies'
import type { KnownMistake } from '../../mistakes/mistake'
import type { KeyValueStore } from '../../platform/ports'
import type { KeptBook } from './mistake-book'

/** Of what the phone keeps of the mistake book. */
export const KEPT_BOOK = 'kept-mistakes'
/** Exercises that are kept; what is due comes first. */
const MOST_KEPT = 200
/** Characters of all of them; a storage key holds a mebibyte. */
const MOST_CHARACTERS = 300_000

function readKnown(body: BodyReader): KnownMistake {
  return { ...readMistake(body), known_at: body.count('known_at') }
}

/** Keeps the beginning of the mistake book; `scope` names the server whose it is. */
export function keptBook(store: KeyValueStore, scope: () => string): KeptBook {
  return {
    read() {
      try {
        const stored = new BodyReader(store.get(KEPT_BOOK))
        return stored.text('scope') === scope() ? stored.objects('mistakes', readKnown) : undefined
      } catch (error) {
        // Nothing was kept, or by another version of the program.
        if (error instanceof BodyError) return undefined
        throw error
      }
    },
    write(mistakes) {
      let characters = 0
      const kept = mistakes.slice(0, MOST_KEPT).filter((mistake: KnownMistake) => {
        characters += JSON.stringify(mistake).length
        return characters <= MOST_CHARACTERS
      })
      store.set(KEPT_BOOK, { scope: scope(), mistakes: kept })
    },
  }
}
