import { reviewMessages as words } from '../messages/review.zh-CN'
import type { ReviewView } from './review-view'

/** What of the page there are words about. */
export interface ReviewShown extends Pick<ReviewView, 'at' | 'progress' | 'isOpen' | 'end' | 'undo'> {
  state: 'loading' | 'failed' | 'none' | 'there'
}

/**
 * What a screen reader is told when the page shows something else: a tap takes away the button that was tapped, and what comes
 * instead stands elsewhere. Nothing where what was said still holds.
 */
export function reviewSaid(before: ReviewShown, now: ReviewShown): string | undefined {
  if (now.state !== before.state) return begun(now)
  if (now.state !== 'there') return undefined
  if (isTakenBack(before, now)) return words.takenBack(now.progress)
  if (now.end !== null) return before.end === null ? rated(now, now.end.title + now.end.next) : undefined
  if (now.at > before.at) return rated(now, now.progress)
  return now.isOpen && !before.isOpen ? words.opened : undefined
}

function begun({ state, end, progress }: ReviewShown): string {
  if (state === 'there') return end === null ? progress : end.title + end.next
  return state === 'loading' ? '' : words[state]
}

/** The one before is there again. */
function isTakenBack(before: ReviewShown, now: ReviewShown): boolean {
  return now.at < before.at || (before.end !== null && now.end === null && now.isOpen)
}

/** An exercise that was rated, and what comes after it. */
function rated({ undo }: ReviewShown, next: string): string {
  return undo === '' ? next : words.ratedThen(undo, next)
}
