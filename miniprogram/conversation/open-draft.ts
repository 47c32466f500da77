import type { Draft, Drafts } from './drafts'
import type { PhotoTray } from './photo-tray'

/** Drafts of a conversation without a session are kept under this name. */
const UNNAMED = ''

/** The question that is being written in the open conversation: its words here, its photos in the tray, all of it kept. */
export class OpenDraft {
  private place = UNNAMED
  private words = ''
  private pagesWaiting = 0
  private readonly drafts: Drafts
  private readonly tray: PhotoTray
  /** The words are others than the page has. */
  private readonly changed: () => void

  constructor(drafts: Drafts, tray: PhotoTray, changed: () => void) {
    this.drafts = drafts
    this.tray = tray
    this.changed = changed
  }

  get text(): string {
    return this.words
  }

  /** Pages of the question that waits for room beside this one; 0: none does. */
  get waiting(): number {
    return this.pagesWaiting
  }

  /** The student has written. */
  write(text: string): void {
    this.words = text
    this.keep()
  }

  /** Its photos are others now, or are somewhere else. */
  keep(): void {
    this.drafts.write(this.place, { text: this.words, photos: this.tray.photos })
  }

  /** Another conversation is open; `undefined`: one without a session. What was written in the one before stays kept there. */
  open(sessionId: string | undefined): void {
    const place = sessionId ?? UNNAMED
    const { text, photos } = this.drafts.written(place)
    this.place = place
    this.words = text
    this.pagesWaiting = 0
    this.tray.lay(photos)
    this.changed()
  }

  /** Words for the question that is being written in another conversation; `undefined`: one without a session. */
  addElsewhere(sessionId: string | undefined, words: string): void {
    const place = sessionId ?? UNNAMED
    const { text, photos } = this.drafts.written(place)
    this.drafts.write(place, { text: joined(' ', text, words), photos })
  }

  /** The open conversation got its session. `isElsewhere`: whether what was sent in one without a session belongs to another. */
  named(sessionId: string, isElsewhere: (requestId: string) => boolean): void {
    this.drafts.named(sessionId)
    this.drafts.moveSent(UNNAMED, sessionId, isElsewhere)
    this.place = sessionId
  }

  /**
   * It goes to the conversation without a session, behind what is being written there, or as a question of its own under this id
   * where one cannot have the pages of both; what was sent and found no room goes along. Another one is to be opened then.
   */
  moveOut(requestId: string): void {
    const there = this.drafts.written(UNNAMED)
    const text = joined('\n', there.text, this.words)
    const photos = [...there.photos, ...this.tray.photos]
    if (photos.length <= this.tray.limit) this.drafts.write(UNNAMED, { text, photos })
    else this.drafts.send(UNNAMED, requestId, { text: this.words, photos: this.tray.photos })
    this.drafts.moveSent(this.place, UNNAMED)
  }

  /** Takes the question away, to be sent under this id. */
  send(requestId: string, content: string): Draft['photos'] {
    const { photos } = this.tray
    this.drafts.send(this.place, requestId, { text: content, photos })
    this.words = ''
    // The tray tells that it is empty, and that is kept.
    return this.tray.take()
  }

  /**
   * Questions that were sent here and never arrived are written again, before what was written since; the oldest first, and one
   * whose pages find no room stays where it is until there is some. `isElsewhere`: whether one is on its way, or stands on the page.
   */
  layBack(isElsewhere: (requestId: string) => boolean): void {
    const { limit, photos: chosen } = this.tray
    let room = limit - chosen.length
    this.pagesWaiting = 0
    const lost = this.drafts.sent(this.place).filter(({ requestId, photos }) => {
      if (isElsewhere(requestId)) return false
      // Also one of more pages than the server takes by now: it is made smaller there.
      const fits = photos.length <= room || (chosen.length === 0 && room === limit)
      if (fits) room -= photos.length
      else this.pagesWaiting ||= photos.length
      return fits
    })
    for (const { requestId, text, photos } of lost.reverse()) {
      this.words = joined('\n', text, this.words)
      this.tray.putBack(photos)
      this.drafts.drop(requestId)
    }
    if (lost.length === 0) return
    this.keep()
    this.changed()
  }
}

/** Those that are not empty, with the separator between them. */
function joined(separator: string, ...texts: string[]): string {
  return texts.filter((text) => text !== '').join(separator)
}
