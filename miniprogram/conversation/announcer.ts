import { messages } from '../messages/zh-CN'
import type { ConversationChange } from './changes'
import type { PhotoTray } from './photo-tray'
import { isUnderWay, type Turn } from './turn'
import { ending } from './turn-view'

/** What a screen reader is told of a change; nothing for most: beginnings, ends and troubles are said, tokens never. */
export type Announcer = (change: ConversationChange) => string | undefined

/** How much of an answer under way was told. */
interface Told {
  requestId: string
  began: boolean
  lost: boolean
}

/** Begins with what the tray holds now: only what changes from here on is said. */
export function createAnnouncer(tray: Pick<PhotoTray, 'photos'>): Announcer {
  const words = messages.announced
  let told: Told | undefined
  let failed: ReadonlySet<string> = new Set()

  const goesOn = (turn: Turn): string | undefined => {
    const { requestId } = turn
    if (told?.requestId !== requestId) {
      told = { requestId, began: turn.text !== '', lost: false }
      return told.began ? words.began : words.sent
    }
    const { name } = turn.phase
    // A stop says nothing of the link.
    const isLost = name === 'reconnecting' || (name === 'stopping' && told.lost)
    if (isLost !== told.lost) {
      told.lost = isLost
      return isLost ? words.lost : words.found
    }
    if (told.began || turn.text === '') return undefined
    told.began = true
    return words.began
  }

  const ended = (turn: Turn): string => {
    told = undefined
    const { mark } = ending(turn)
    return mark === '' ? words.ended : mark
  }

  const photosFailed = (): string | undefined => {
    const before = failed
    failed = new Set(tray.photos.filter(({ state }) => state === 'failed').map(({ id }) => id))
    const index = tray.photos.findIndex(({ id }) => failed.has(id) && !before.has(id))
    const photo = tray.photos[index]
    if (photo === undefined) return undefined
    const said = photo.gone ? words.photoGone : photo.refused ? words.photoRefused : words.photoFailed
    return said(index + 1)
  }

  return (change) => {
    switch (change.type) {
      case 'added':
      case 'status':
        return isUnderWay(change.turn) ? goesOn(change.turn) : undefined
      case 'settled':
        return ended(change.turn)
      case 'photos':
        return photosFailed()
      default:
        return undefined
    }
  }
}
