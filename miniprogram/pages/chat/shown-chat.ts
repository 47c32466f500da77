import type { Conversation } from '../../conversation/conversation'
import type { Patch } from '../../conversation/patch-batch'
import { PHOTO_LIMIT } from '../../conversation/photo-tray'
import { photoViews } from '../../conversation/photo-words'
import { messages } from '../../messages/zh-CN'
import { type Division, isSamePane, type PaneView, paneView } from './panes'

/** What the page shows of a conversation beside its turns, as patches; what many changes look at, only where it differs from what was given. */
export class ShownChat {
  private before: { busy?: boolean; empty?: boolean } = {}
  private paneBefore: PaneView | undefined

  constructor(
    private readonly conversation: Conversation,
    private divided: Division,
  ) {}

  /** What concerns the page as a whole. */
  whole(): Patch {
    const { underWay, turns } = this.conversation
    const busy = underWay !== undefined
    const empty = turns.length === 0
    const { before } = this
    this.before = { busy, empty }
    return { ...(busy === before.busy ? {} : { busy }), ...(empty === before.empty ? {} : { empty }) }
  }

  /** What stands beside the answer. */
  pane(): Patch {
    const before = this.paneBefore
    this.paneBefore = paneView(this.divided, this.conversation.turns)
    return before !== undefined && isSamePane(before, this.paneBefore) ? {} : { ...this.paneBefore }
  }

  /** The screen is divided another way. */
  divide(divided: Division): Patch {
    this.divided = divided
    return this.pane()
  }

  title(): Patch {
    return { title: this.conversation.title.text || messages.app.name }
  }

  /** `explains`: what the mode does is said, since it has just been chosen. */
  mode(explains: boolean): Patch {
    return { mode: this.conversation.mode.chosen, explains }
  }

  photos(): Patch {
    const { photos } = this.conversation.tray
    return {
      photos: photoViews(photos),
      photosFull: photos.length >= PHOTO_LIMIT,
      waiting: this.conversation.draft.waiting,
    }
  }

  history(): Patch {
    const { loading, failed, hasOlder } = this.conversation.history
    return { historyLoading: loading, historyFailed: failed, hasOlder }
  }
}
