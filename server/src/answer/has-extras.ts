import type { FinishReason } from '../../../typings/protocol'

/** Whether extras are made of an answer: not of one that was stopped or has no text, which would be paid for nothing. */
export function hasExtras(finishReason: FinishReason, content: string): boolean {
  return finishReason !== 'stopped' && content.trim() !== ''
}
