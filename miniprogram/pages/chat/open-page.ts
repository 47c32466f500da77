import { wxClock } from '../../platform/wx-clock'
import { windowSize } from '../../platform/wx-window'
import type { Program } from '../../program'
import { AnswerDesk } from './answer-desk'
import { ChatBinding } from './chat-binding'
import { JumpList } from './jump-list'
import { MarkDesk } from './mark-desk'
import { PageParts } from './page-parts'
import { division } from './panes'
import { QuestionDesk } from './question-desk'
import { Sayings } from './sayings'
import { VoiceDesk } from './voice-desk'
import { Ways } from './ways'

/** What a page works with while it is open. */
export interface OpenPage {
  readonly parts: PageParts
  readonly sayings: Sayings
  readonly question: QuestionDesk
  readonly answer: AnswerDesk
  readonly binding: ChatBinding
  readonly jumpList: JumpList
  readonly marks: MarkDesk
  readonly ways: Ways
  readonly voice: VoiceDesk
  /** Where the list stands on the screen and how far it is scrolled, in pixels; nothing until that is measured. */
  list: { top: number; height: number; scrollTop: number } | undefined
  /** The notebook was asked for before its drawer was there, which is brought after the first frame. */
  wantsNotebook: boolean
}

/** What is needed of the page itself. */
interface Page {
  setData(patch: Record<string, unknown>, done?: () => void): void
  selectComponent(selector: string): unknown
  /** The visible height of the list may have changed. */
  measure(): void
  /** How many pixels below its visible part the list ends. */
  measureEnd(told: (below: number) => void): void
  refreshNotebook(): void
}

/** Puts together what a page works with. */
export function workWith(page: Page, { conversation, due, voice: spoken }: Program): OpenPage {
  const setData = (patch: object, done?: () => void) => page.setData({ ...patch }, done)
  const parts = new PageParts(page)
  const sayings = new Sayings(parts)
  const question = new QuestionDesk(conversation, parts, sayings)
  const ways = new Ways(due, sayings, setData)
  const voice = new VoiceDesk(spoken, conversation, parts, sayings, setData)
  const view = {
    setData,
    card: (requestId: string) => parts.card(requestId),
    measure: () => page.measure(),
    measureEnd: (told: (below: number) => void) => page.measureEnd(told),
    sessionChanged: () => page.refreshNotebook(),
    setQuestion: (text: string) => question.write(text),
    say: (message: string) => sayings.say(message),
  }
  return {
    parts,
    sayings,
    question,
    answer: new AnswerDesk(conversation, parts, sayings, question, ways, voice),
    binding: new ChatBinding(conversation, view, wxClock, division(windowSize())),
    jumpList: new JumpList(
      { setData, whereabouts: (id, exercise, told) => parts.card(id)?.whereabouts(exercise, told) },
      wxClock,
    ),
    marks: new MarkDesk(conversation, parts, question, setData),
    ways,
    voice,
    list: undefined,
    wantsNotebook: false,
  }
}

/** The page is in front again. */
export function comeForward({ binding, ways, voice }: OpenPage): void {
  binding.show()
  ways.changed()
  void voice.offer()
}

/** Another server is asked from now on: what the one before said of itself no longer holds. */
export function meetServer({ parts, voice }: OpenPage): void {
  voice.serverChanged()
  parts.welcome?.serverChanged()
}

/** It is behind another one, or the program is hidden. */
export function goBehind({ binding, voice }: OpenPage): void {
  binding.hide()
  voice.silence()
}

/** It is gone; the conversation goes on. */
export function leave({ binding, ways, voice }: OpenPage): void {
  binding.detach()
  ways.end()
  voice.silence()
}
