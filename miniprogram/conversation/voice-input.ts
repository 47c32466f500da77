import type { Cancel, Clock, Recorder, Recording } from '../platform/ports'

/** Milliseconds below which nothing can have been said. */
const SHORTEST = 600

/** `asking`: for leave to listen, or the recorder begins; `recording`; `reading`: speech becomes text. */
export type VoiceState = 'idle' | 'asking' | 'recording' | 'reading'

/**
 * Why nothing came of it. `allowed`: leave was given, and it is to be held again. `unopened`: the microphone may not or cannot listen;
 * `broken`: it began, and gave nothing; `failed`: what was said did not become text.
 */
export type VoiceProblem = 'allowed' | 'unopened' | 'short' | 'broken' | 'nothing' | 'failed'

/** What a spoken question needs of the program. */
export interface VoiceInputDependencies {
  readonly recorder: Recorder
  readonly clock: Clock
  /** Makes text of a file. Rejects with a `LearningError`. */
  transcribe(path: string): Promise<string>
  /** Milliseconds that a recording may have. */
  limit(): number
  changed(state: VoiceState): void
  /** What was said. */
  said(text: string): void
  /** `error`: what was thrown, where something was. */
  problem(problem: VoiceProblem, error?: unknown): void
}

/** Speech instead of writing: a button is held while something is said. */
export class VoiceInput {
  private current: VoiceState = 'idle'
  private recording: Recording | undefined
  private began = 0
  private held = false
  private limit: Cancel | undefined

  constructor(private readonly dependencies: VoiceInputDependencies) {}

  get state(): VoiceState {
    return this.current
  }

  /** The button is down. */
  async press(): Promise<void> {
    if (this.current !== 'idle') return
    const { recorder, clock, limit } = this.dependencies
    this.held = true
    this.set('asking')
    const most = limit()
    try {
      await recorder.allow()
      // The host's question took the finger from the button.
      if (!this.held) return this.end('allowed')
      this.recording = await recorder.start(most)
    } catch (error) {
      return this.end('unopened', error)
    }
    this.began = clock.now()
    this.set('recording')
    this.limit = clock.setTimer(() => void this.release(false), most)
    if (!this.held) await this.finish(false)
  }

  /** The button was let go; `thrownAway`: what was said is not meant. */
  async release(thrownAway: boolean): Promise<void> {
    this.held = false
    if (this.current === 'recording') await this.finish(thrownAway)
  }

  private async finish(thrownAway: boolean): Promise<void> {
    const { recording } = this
    if (recording === undefined) return
    const { clock, transcribe, said } = this.dependencies
    const isShort = clock.now() - this.began < SHORTEST
    this.recording = undefined
    this.limit?.()
    this.set('reading')
    let path: string
    try {
      path = await recording.stop()
    } catch (error) {
      return thrownAway ? this.end(undefined) : this.end('broken', error)
    }
    if (thrownAway) return this.end(undefined)
    if (isShort) return this.end('short')
    try {
      const text = (await transcribe(path)).trim()
      this.end(text === '' ? 'nothing' : undefined)
      if (text !== '') said(text)
    } catch (error) {
      this.end('failed', error)
    }
  }

  private end(problem: VoiceProblem | undefined, error?: unknown): void {
    this.set('idle')
    if (problem !== undefined) this.dependencies.problem(problem, error)
  }

  private set(state: VoiceState): void {
    this.current = state
    this.dependencies.changed(state)
  }
}
