import type { Conversation } from '../../conversation/conversation'
import { fillTray, type PhotoChoice } from '../../conversation/fill-tray'
import { MOST_FOLLOWED } from '../../conversation/send-outcome'
import { chatMessages } from '../../messages/chat.zh-CN'
import { messages } from '../../messages/zh-CN'
import { confirmed } from '../../platform/wx-dialog'
import { openPage } from '../../platform/wx-pages'
import { choiceLimit, choosePhotos, type PhotoSource } from '../../platform/wx-photos'
import type { PageParts } from './page-parts'
import type { Sayings } from './sayings'

type Refused = typeof import('../../components/refused')

/** How photos are chosen on this phone. */
function photoChoice(sources: PhotoSource[]): PhotoChoice {
  const { more, chooseMore, enough } = messages.photos
  return {
    limit: choiceLimit(),
    choose: () => choosePhotos(choiceLimit(), sources),
    // Where the host cannot ask, what was chosen is enough.
    goOn: (chosen, room) => confirmed(more(chosen, room), chooseMore, enough).catch(() => false),
  }
}

/** What a student does with the question that is being written; what cannot be done is said in words. */
export class QuestionDesk {
  constructor(
    private readonly conversation: Conversation,
    private readonly parts: PageParts,
    private readonly sayings: Sayings,
  ) {}

  /** Puts words into the field. */
  write(text: string): void {
    this.parts.composer?.setText(text)
  }

  send(text: string): void {
    const outcome = this.conversation.send(text)
    const words = messages.composer
    const { limits } = this.conversation
    // One that waited for room is written now.
    if (outcome === 'sent') this.write(this.conversation.draft.text)
    else if (outcome === 'empty') this.sayings.say(chatMessages.modes.missing[this.conversation.mode.chosen])
    else if (outcome === 'too-long') this.sayings.say(words.tooLong(limits.characters))
    else if (outcome === 'too-many-pages') this.sayings.say(words.full(limits.pages))
    else if (outcome === 'photo-failed') this.sayings.say(words.someFailed)
    else if (outcome === 'photo-refused') this.sayings.say(words.someRefused)
    else if (outcome === 'photo-gone') this.sayings.say(words.someGone)
    else this.occupied()
  }

  /** Says why nothing can be asked now. */
  occupied(): void {
    const { busy, tooMany } = messages.composer
    this.sayings.say(this.conversation.occupied === 'too-many' ? tooMany(MOST_FOLLOWED) : busy)
  }

  async addPhotos(sources: PhotoSource[]): Promise<void> {
    const { tray } = this.conversation
    if (tray.photos.length >= tray.limit) {
      this.sayings.say(messages.composer.full(tray.limit))
      return
    }
    try {
      const beyond = await fillTray(tray, photoChoice(sources))
      if (beyond > 0) this.sayings.say(messages.photos.leftOut(tray.limit, beyond))
    } catch (error) {
      const { tellFailure }: Refused = require('../../components/refused')
      await tellFailure(error, 'camera', messages.composer.notChosen, (words) => this.sayings.say(words))
    }
  }

  async openPhoto(id: string): Promise<void> {
    try {
      await openPage(`/pages/photos/photos?id=${id}`)
    } catch {
      this.sayings.say(messages.photos.notOpened)
    }
  }

  /** Uploads one that failed again; of one that cannot be used it is said why. */
  retryPhoto(id: string): void {
    const { tray } = this.conversation
    const refused = tray.photos.find((photo) => photo.id === id && photo.refused)
    if (refused === undefined) tray.retry(id)
    else this.sayings.say(refused.why ?? messages.composer.refused)
  }
}
