import type { Conversation } from '../../conversation/conversation'
import type { Patch } from '../../conversation/patch-batch'
import { photoViews } from '../../conversation/photo-words'
import { messages } from '../../messages/zh-CN'
import { type Division, isSamePane, type PaneView, paneView } from './panes'

/** What the page shows of a conversation beside its turns, as patches. */
export interface ShownChat {
  /** What concerns the page as a whole, where it differs from what was given before. */
  whole(): Patch
  /** What stands beside the answer, where it differs from what was given before. */
  pane(): Patch
  /** The screen is divided another way. */
  divide(divided: Division): Patch
  title(): Patch
  /** `explains`: what the mode does is said, since it has just been chosen. */
  mode(explains: boolean): Patch
  photos(): Patch
  history(): Patch
}

/** `divided`: how the screen is at first. */
export function createShownChat(conversation: Conversation, divided: Division): ShownChat {
  let before: { busy?: boolean; empty?: boolean } = {}
  let paneBefore: PaneView | undefined

  const pane = (): Patch => {
    const shown = paneBefore
    paneBefore = paneView(divided, conversation.turns)
    return shown !== undefined && isSamePane(shown, paneBefore) ? {} : { ...paneBefore }
  }

  return {
    whole() {
      const busy = conversation.underWay !== undefined
      const empty = conversation.turns.length === 0
      const patch = {
        ...(busy === before.busy ? {} : { busy }),
        ...(empty === before.empty ? {} : { empty }),
      }
      before = { busy, empty }
      return patch
    },
    pane,
    divide(another) {
      divided = another
      return pane()
    },
    title: () => ({ title: conversation.title.text || messages.app.name }),
    mode: (explains) => ({ mode: conversation.mode.chosen, explains }),
    photos() {
      const { limits, tray } = conversation
      const { photos } = tray
      return {
        photos: photoViews(photos),
        photosFull: photos.length >= limits.pages,
        mostPages: limits.pages,
        mostCharacters: limits.characters,
        waiting: conversation.draft.waiting,
      }
    },
    history() {
      const { loading, failed, hasOlder } = conversation.history
      return { historyLoading: loading, historyFailed: failed, hasOlder }
    },
  }
}
