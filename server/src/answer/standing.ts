import type { SnapshotFrame, Stage, StoredFrame } from '../../../typings/protocol'

/** What is under way at one point of an answer, for protocols that open and close what our frames only tell. */
export interface Standing {
  /** The last one told; over where the text begins. */
  stage: Stage | undefined
  /** The model's last words were reasoning. */
  reasoning: boolean
  /** The text has begun, and is not known to be whole. */
  content: boolean
}

/** At an answer's beginning and after its end. */
export const NOTHING_OPEN: Standing = { stage: undefined, reasoning: false, content: false }

/** What is under way after a frame of this type, which told this stage. Of a snapshot: {@link standingIn}. */
export function standingAfter(
  before: Standing,
  type: Exclude<StoredFrame['type'], 'snapshot'>,
  stage?: Stage,
): Standing {
  switch (type) {
    case 'status':
      return { ...before, stage }
    case 'reasoning':
      return { ...before, reasoning: true }
    case 'content':
      return { ...NOTHING_OPEN, content: true }
    default:
      return NOTHING_OPEN
  }
}

/** What is under way in a whole state. It tells no stage, but each has one. */
export function standingIn({ phase, full_content, reasoning = '' }: Omit<SnapshotFrame, 'seq'>): Standing {
  if (phase === 'processing') return { ...NOTHING_OPEN, stage: 'saving' }
  if (full_content !== '') return { ...NOTHING_OPEN, content: true }
  return reasoning === '' ? NOTHING_OPEN : { stage: 'thinking', reasoning: true, content: false }
}
