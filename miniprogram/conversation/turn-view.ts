import type { Correction, Mode } from '../../typings/protocol'
import { chatMessages } from '../messages/chat.zh-CN'
import { errorMessage, messages } from '../messages/zh-CN'
import { askedExercises } from './asked-exercises'
import { type FinishKind, finishKind } from './finish-kind'
import { hintLevel, WHOLE_SOLUTION } from './hint-levels'
import { endsInsideFormula } from './open-formula'
import { answerAt, isUnderWay, savedOf, type Turn } from './turn'
import { type Failure, isLinked, type Kept, type Linked, type Rating } from './turn-phase'

/** What a student can do about a turn that ended badly. */
export type TurnAction = '' | 'retry' | 'resend' | 'continue' | 'edit'

/** A turn as `setData` gets it: plain, small, and without the text of an answer that is being written. */
export interface TurnView extends StatusView {
  id: string
  /** Names its nodes on the page: {@link nodeName}. */
  node: string
  question: string
  mode: Mode
  /** It has no question of its own to show: it stands under an earlier one's, or marks pages without a word. */
  continues: boolean
  /** The how manyth hint it is, from 1; 0 for what is none. */
  level: number
  /** What stands above the answer, and its sign in the margin. */
  heading: string
  glyph: string
  /** Numbers of the exercises that it names, with commas between. */
  asked: string
  photos: string[]
  /** The whole answer, only where it is not being written: then the card is fed by its methods. */
  text: string
  reasoning: string
  /** Which of the answers to its question is shown, from 1, and how many there are. */
  version: number
  versions: number
}

/** The part of a turn that changes while it is answered. */
export interface StatusView {
  underWay: boolean
  /** What happens now, in words; empty when nothing does. */
  words: string
  /** How much was received, in words. */
  count: string
  /** How it ended, where that has to be said: stopped, cut, failed. */
  mark: string
  /** `notice` for what the student did or what is harmless, `error` for failures. */
  markKind: '' | 'notice' | 'error'
  action: TurnAction
  /** It has something to copy. */
  hasText: boolean
  /** It was cut inside of a formula, whose source is left out. */
  torn: boolean
  canRate: boolean
  rating: '' | Rating
  /** The answer is whole: it can be asked on from here. */
  whole: boolean
  kept: Kept
  /** Questions to ask next. */
  followUps: readonly string[]
  /** How the marking stands that follows a `check`; empty for others. */
  marking: '' | 'on-its-way' | 'ready' | 'failed'
  correction: Correction | null
}

const NO_FOLLOW_UPS: readonly string[] = []

/**
 * A request id as a part of a node's id. Another client's may have any characters, of which some mean something in a selector:
 * those are written as their code.
 */
export function nodeName(requestId: string): string {
  return requestId.replace(/[^A-Za-z0-9-]/g, (character) => `_${character.charCodeAt(0).toString(16)}_`)
}

/** `turns`: all of the conversation. */
export function turnView(turn: Turn, turns: readonly Turn[]): TurnView {
  const live = isUnderWay(turn)
  const { asking, content, photos } = turn
  return {
    id: turn.requestId,
    node: nodeName(turn.requestId),
    question: content === '' && asking.mistakeId !== undefined ? aboutMistake(asking.mode) : content,
    mode: asking.mode,
    continues:
      content === '' && (asking.mode === 'check' || photos.length === 0) && asking.mistakeId === undefined,
    ...headOf(turn, turns),
    asked: askedExercises(content).join(),
    photos: photos.map((photo) => photo.source),
    text: live ? '' : turn.text,
    reasoning: live ? '' : turn.reasoning,
    version: turn.earlier.length + 1,
    versions: turn.earlier.length + 1,
    ...statusView(turn),
  }
}

/** What was asked without words about an exercise of the mistake book. */
function aboutMistake(mode: Mode): string {
  return mode === 'similar' ? chatMessages.similar.ask : chatMessages.mistakes.asked
}

function headOf(turn: Turn, turns: readonly Turn[]): Pick<TurnView, 'level' | 'heading' | 'glyph'> {
  const { mode } = turn.asking
  const level = hintLevel(turn, turns)
  const { glyph, heading } = chatMessages.heads[mode]
  if (level === 0) return { level, glyph, heading }
  const step = chatMessages.hints.steps[Math.min(level, WHOLE_SOLUTION) - 1] ?? ''
  if (level >= WHOLE_SOLUTION) return { level, glyph: chatMessages.heads.solve.glyph, heading: step }
  return { level, glyph, heading: chatMessages.hints.name(level, step) }
}

/** Another of the answers to a turn's question, with what can be done with it; `version` from 1. */
export function versionView(
  turn: Turn,
  version: number,
): StatusView & Pick<TurnView, 'text' | 'reasoning' | 'version' | 'versions'> {
  const versions = turn.earlier.length + 1
  const shown = Math.min(Math.max(version, 1), versions)
  const { text, reasoning } = answerAt(turn, shown)
  return { ...shownStatus(turn, shown), text, reasoning, version: shown, versions }
}

/** How the one of its answers that is shown ended: only the newest is rated, marked and asked on from. */
export function shownStatus(turn: Turn, version: number): StatusView {
  return version > turn.earlier.length || isUnderWay(turn) ? statusView(turn) : EARLIER
}

const EARLIER: StatusView = {
  underWay: false,
  words: '',
  count: '',
  mark: '',
  markKind: '',
  action: '',
  hasText: true,
  torn: false,
  canRate: false,
  rating: '',
  whole: false,
  kept: 'no',
  followUps: NO_FOLLOW_UPS,
  marking: '',
  correction: null,
}

/** What the line below an answer says of how it goes. */
export function statusView(turn: Turn): StatusView {
  const underWay = isUnderWay(turn)
  const { answerId, rating, extras, kept } = savedOf(turn) ?? {}
  return {
    underWay,
    words: underWay ? statusWords(turn) : '',
    count: underWay ? countWords(turn) : '',
    ...ending(turn),
    ...(turn.takenBack ? { action: '' } : {}),
    hasText: turn.text !== '',
    torn: isTorn(turn),
    canRate: turn.phase.name === 'done' && answerId !== undefined,
    rating: rating ?? '',
    whole: isWhole(turn),
    kept: kept ?? 'no',
    followUps: extras?.follow_ups ?? NO_FOLLOW_UPS,
    marking: markingOf(turn),
    correction: extras?.correction ?? null,
  }
}

function isWhole(turn: Turn): boolean {
  return turn.phase.name === 'done' && turn.text !== '' && ending(turn).mark === ''
}

/** It is made after the answer: until that is there, it is on its way. */
function markingOf(turn: Turn): StatusView['marking'] {
  if (turn.asking.mode !== 'check') return ''
  const extras = savedOf(turn)?.extras
  if (extras?.correction) return 'ready'
  return isUnderWay(turn) || extras?.status === 'pending' ? 'on-its-way' : 'failed'
}

/** What happens now, in a student's words. */
export function statusWords(turn: Turn): string {
  const words = messages.status
  const { stage, ahead } = progressOf(turn)
  switch (turn.phase.name) {
    case 'stopping':
      return words.stopping
    case 'uploading': {
      const total = turn.photos.length
      const uploaded = turn.photos.filter((photo) => photo.state === 'uploaded').length
      return words.uploading(Math.min(uploaded + 1, total), total)
    }
    case 'connecting':
      return words.connecting
    case 'reconnecting':
      return words.reconnecting
    case 'processing':
      return words.processing
    default:
      if (stage === 'queued') return words.queued(ahead)
      if (stage === 'saving') return words.processing
      if (turn.text !== '') return words.writing
      return readsImages(turn) ? words.readingImages : words.thinking
  }
}

/** Pages come first: until the server tells what it does, it reads them. */
function readsImages(turn: Turn): boolean {
  const { stage } = progressOf(turn)
  return stage === 'reading_images' || (stage === undefined && turn.photos.length > 0)
}

function progressOf({ phase }: Turn): Partial<Pick<Linked, 'stage' | 'ahead'>> {
  return isLinked(phase) ? phase : {}
}

/** How much was received: tokens where the server tells them, else characters. */
function countWords(turn: Turn): string {
  if (turn.text === '') return ''
  return turn.tokens === undefined
    ? messages.status.characters(turn.text.length)
    : messages.status.tokens(turn.tokens)
}

/** How a turn ended, where that has to be said. */
export type Ending = Pick<StatusView, 'mark' | 'markKind' | 'action'>

/** Whether an answer was cut inside of a formula. */
export function isTorn(turn: Turn): boolean {
  return ending(turn).mark !== '' && endsInsideFormula(turn.text)
}

/** Empty where there is nothing to say: a turn under way, or a whole answer. */
export function ending(turn: Turn): Ending {
  const words = messages.answer
  const { phase } = turn
  if (phase.name === 'failed') return failedEnding(turn, phase)
  if (phase.name === 'stopped' || phase.name === 'unsent') {
    // What was stopped before it was asked goes out as it is; else the question can be asked anew, changed or not.
    const action = phase.name === 'unsent' ? 'resend' : 'edit'
    return { mark: turn.text === '' ? words.stoppedEmpty : words.stopped, markKind: 'notice', action }
  }
  if (phase.name !== 'done') return { mark: '', markKind: '', action: '' }
  if (turn.text === '') return { mark: words.empty, markKind: 'notice', action: 'edit' }
  return savedEnding(finishKind(phase.finishReason))
}

/** A cut answer is always marked, with what can be done about it. */
function savedEnding(kind: FinishKind): Ending {
  const words = messages.answer
  switch (kind) {
    case 'length':
      return { mark: words.tooLong, markKind: 'notice', action: 'continue' }
    case 'cut':
      return { mark: words.cut, markKind: 'notice', action: 'continue' }
    case 'filtered':
      return { mark: words.filtered, markKind: 'notice', action: 'edit' }
    case 'full':
      return { mark: words.full, markKind: 'notice', action: 'edit' }
    case 'stopped':
      return { mark: words.stopped, markKind: 'notice', action: 'edit' }
    case 'whole':
      return { mark: '', markKind: '', action: '' }
  }
}

function failedEnding(turn: Turn, { code, words, retryable }: Failure): Ending {
  // Once it was asked, nothing but its pictures can be wrong with it.
  const isImages = code === 'BAD_REQUEST' && turn.accepted && turn.photos.length > 0
  const known = isImages ? messages.answer.imagesRefused : errorMessage(code)
  const gone = turn.photos.flatMap((photo, place) => (photo.gone ? [place + 1] : []))
  const reason = gone.length > 0 ? messages.answer.pagesMissing(gone) : (words ?? known)
  // An interruption says by itself that the answer is not finished.
  const isWhole = turn.text === '' || code === 'GENERATION_INTERRUPTED'
  const failed = isWhole ? reason : messages.answer.unfinished(reason)
  // Else a student would see the same words again, and no sign that it was tried.
  const mark = turn.retries === 0 ? failed : messages.answer.again(turn.retries, failed)
  return { mark, markKind: 'error', action: failureAction(code, retryable) }
}

function failureAction(code: string, retryable: boolean): TurnAction {
  if (!retryable) return 'edit'
  return code === 'GENERATION_INTERRUPTED' ? 'continue' : 'retry'
}
