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

/** `letGo`: the button is not held any more, before anything was recorded. */
type Phase =
  | { readonly state: 'idle' | 'reading' }
  | { readonly state: 'asking'; letGo?: 'meant' | 'thrown away' }
  | {
      readonly state: 'recording'
      readonly recording: Recording
      readonly began: number
      readonly limit: Cancel
    }

/** Speech instead of writing: a button is held while something is said. */
export class VoiceInput {
  private phase: Phase = { state: 'idle' }

  constructor(private readonly dependencies: VoiceInputDependencies) {}

  get state(): VoiceState {
    return this.phase.state
  }

  /** The button is down. */
  async press(): Promise<void> {
    if (this.state !== 'idle') return
    const { recorder, clock, limit } = this.dependencies
    const asking: Phase & { state: 'asking' } = { state: 'asking' }
    this.set(asking)
    const most = limit()
    let recording: Recording
    try {
      await recorder.allow()
      // The host's question took the finger from the button.
      if (asking.letGo !== undefined) return this.end('allowed', undefined, asking.letGo)
      recording = await recorder.start(most)
    } catch (error) {
      return this.end('unopened', error, asking.letGo)
    }
    const ends = clock.setTimer(() => void this.release(false), most)
    this.set({ state: 'recording', recording, began: clock.now(), limit: ends })
    if (asking.letGo !== undefined) await this.release(asking.letGo === 'thrown away')
  }

  /** The button was let go; `thrownAway`: what was said, or is about to be recorded, is not meant. */
  async release(thrownAway: boolean): Promise<void> {
    const { phase } = this
    if (phase.state === 'asking') phase.letGo = thrownAway ? 'thrown away' : (phase.letGo ?? 'meant')
    if (phase.state === 'recording') await this.finish(phase, thrownAway ? 'thrown away' : 'meant')
  }

  private async finish(
    { recording, began, limit }: Phase & { state: 'recording' },
    letGo: 'meant' | 'thrown away',
  ): Promise<void> {
    const { clock, transcribe, said } = this.dependencies
    const isShort = clock.now() - began < SHORTEST
    limit()
    this.set({ state: 'reading' })
    let path: string
    try {
      path = await recording.stop()
    } catch (error) {
      return this.end('broken', error, letGo)
    }
    if (isShort || letGo === 'thrown away') return this.end('short', undefined, letGo)
    try {
      const text = (await transcribe(path)).trim()
      this.end(text === '' ? 'nothing' : undefined)
      if (text !== '') said(text)
    } catch (error) {
      this.end('failed', error)
    }
  }

  /** Of what was thrown away nothing is told. */
  private end(problem: VoiceProblem | undefined, error?: unknown, letGo?: 'meant' | 'thrown away'): void {
    this.set({ state: 'idle' })
    if (problem !== undefined && letGo !== 'thrown away') this.dependencies.problem(problem, error)
  }

  private set(phase: Phase): void {
    this.phase = phase
    this.dependencies.changed(phase.state)
  }
}
