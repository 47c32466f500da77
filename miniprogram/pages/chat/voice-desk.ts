import type { Conversation } from '../../conversation/conversation'
import { errorCode, ownWords } from '../../conversation/error-code'
import type { VoiceProblem, VoiceState } from '../../conversation/voice-input'
import type { VoicePort } from '../../conversation/voice-port'
import { chatMessages } from '../../messages/chat.zh-CN'
import { errorMessage } from '../../messages/zh-CN'
import type { PageParts } from './page-parts'
import type { Sayings } from './sayings'
import type { VoiceTools } from './voice-tools'

/** What the page shows of it. */
export interface VoiceView {
  /** Speech can be made text of, and text speech. */
  listens: boolean
  speaks: boolean
  voice: VoiceState
  /** The answer that is read aloud; empty where none is. */
  readAloud: string
}

/** Before the server said whether it listens or speaks. */
export const NO_VOICE: VoiceView = { listens: false, speaks: false, voice: 'idle', readAloud: '' }

type SpokenText = typeof import('../../components/answer-content/copied-text')
type Tools = typeof import('./voice-tools')
type Refused = typeof import('../../components/refused')

/** Speaking instead of writing, and hearing instead of reading: only where the server offers it. */
export class VoiceDesk {
  /** Nothing before something was said or heard. */
  private made: VoiceTools | undefined
  /** Where what is recorded belongs. */
  private began: { visit: number; sessionId: string | undefined } | undefined
  /** Seconds that a recording may have; nothing until the server told. */
  private seconds: number | undefined

  constructor(
    private readonly port: VoicePort,
    private readonly conversation: Pick<Conversation, 'visit' | 'sessionId' | 'draft'>,
    private readonly parts: PageParts,
    private readonly sayings: Sayings,
    private readonly setData: (patch: Partial<VoiceView>) => void,
  ) {}

  private tools(): VoiceTools {
    if (this.made !== undefined) return this.made
    const { port, setData } = this
    // Only whoever speaks or listens needs them: they are not run before the first frame.
    const { VoiceTools }: Tools = require('./voice-tools')
    this.made = new VoiceTools({
      transcribe: port.transcribe,
      limit: () => (this.seconds ?? 0) * 1000,
      heard: (voice) => setData({ voice }),
      said: (text) => this.write(text),
      problem: (problem, error) => void this.tell(problem, error),
      speak: port.speak,
      read: (requestId) => setData({ readAloud: requestId ?? '' }),
    })
    return this.made
  }

  /** Asks what is offered, until it is known. Never rejects: without an answer there is no such button. */
  async offer(): Promise<void> {
    if (this.seconds !== undefined) return
    try {
      const { listen, speak, seconds } = await this.port.offered()
      this.seconds = seconds
      this.setData({ listens: listen, speaks: speak })
    } catch {
      // Asked again when the page is looked at again.
    }
  }

  /** Another server is asked from now on, which has offered nothing yet. */
  serverChanged(): void {
    this.seconds = undefined
    this.setData({ listens: false, speaks: false })
    void this.offer()
  }

  press(): void {
    const { aloud, input } = this.tools()
    aloud.stop()
    const { visit, sessionId } = this.conversation
    if (input.state === 'idle') this.began = { visit, sessionId }
    void input.press()
  }

  release(thrownAway: boolean): void {
    void this.made?.input.release(thrownAway)
  }

  /** Reads an answer aloud, with its formulas in words; one that is read falls silent. */
  async read(requestId: string, markdown: string): Promise<void> {
    const { aloud } = this.tools()
    if (aloud.requestId === requestId) {
      aloud.stop()
      return
    }
    // Only whoever listens needs the reader of Markdown here: it is not run before the first frame.
    const { formulasAwaited, spokenText }: SpokenText = require('../../components/answer-content/copied-text')
    try {
      await aloud.read(
        requestId,
        formulasAwaited().then(() => spokenText(markdown)),
      )
    } catch (error) {
      this.sayings.say(ownWords(error) ?? errorMessage(errorCode(error), 'speak'))
    }
  }

  /** The page is left. */
  silence(): void {
    this.made?.aloud.stop()
    this.release(true)
  }

  /** Into the question that it was said for, also where another conversation is open by now. */
  private write(text: string): void {
    const { began } = this
    if (began === undefined || began.visit === this.conversation.visit) this.parts.composer?.add(text)
    else this.conversation.draft.addElsewhere(began.sessionId, text)
  }

  private async tell(problem: VoiceProblem, error: unknown): Promise<void> {
    const say = (words: string) => this.sayings.say(words)
    if (problem === 'failed') return say(ownWords(error) ?? errorMessage(errorCode(error), 'transcribe'))
    const words = chatMessages.voice.problems[problem]
    if (error === undefined) return say(words)
    const { tellFailure }: Refused = require('../../components/refused')
    await tellFailure(error, 'microphone', words, say)
  }
}
