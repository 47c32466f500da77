import { within } from '../time/clock'
import type { Answer } from './answer'
import type { AnswerRegistry, Entry } from './answer-registry'
import { AnswerTrace } from './answer-trace'
import { Generation, type GenerationParts } from './generation'
import { type Place, uncounted } from './place'

/** Milliseconds that a save which is under way may still take when somebody waits for its end. */
const LAST_SAVES = 5000

/** Runs the generations of all answers, those of an earlier process only a few at a time. */
export class AnswerRunner {
  private readonly running = new Map<Generation, { entry: Entry; finished: Promise<void> }>()
  private readonly queue = new Set<Entry>()
  private recovering = 0

  constructor(
    private readonly registry: AnswerRegistry,
    /** `tell`: whose frames are told to others from now on. */
    private readonly parts: GenerationParts & { tell: (answer: Answer) => void },
    private readonly mostRecovering: number,
  ) {}

  /** Has a new answer written when it is its turn. It leaves the place at its end. */
  begin(entry: Entry, place: Place): void {
    this.start(entry, false, (generation) => generation.run(), place)
  }

  /** Has an answer written on from the text that it has, or only saved where it is whole. */
  goOn(entry: Entry, place: Place): void {
    const { answer } = entry
    answer.reopen()
    this.start(entry, true, (generation) => continued(generation, answer), place)
  }

  /** Puts an answer of an earlier process in the queue; it is taken up even when nobody comes back for it. */
  recover(entry: Entry): void {
    this.queue.add(entry)
    this.startQueued()
  }

  /** Somebody waits for this answer: it does not queue any longer. */
  expedite(entry: Entry): void {
    if (this.queue.delete(entry)) this.resume(entry, uncounted())
  }

  /** Stops an answer; one that has ended stays as it is. */
  stop(entry: Entry): void {
    this.expedite(entry)
    entry.generation?.stop()
  }

  /** It is somebody else's now. */
  letGo(entry: Entry): void {
    this.queue.delete(entry)
    entry.generation?.abandon()
  }

  /** The queue stays as it is: the next process takes it up. */
  emptyQueue(): void {
    this.queue.clear()
  }

  /** Resolves when no answer is being written. */
  async idle(): Promise<void> {
    while (this.running.size > 0)
      await Promise.all([...this.running.values()].map(({ finished }) => finished))
  }

  /** Resolves when this answer is not being written any more, or its last saves take too long. */
  async settled(entry: Entry): Promise<void> {
    const runs = [...this.running.values()].filter((run) => run.entry === entry)
    await within(this.parts.clock, LAST_SAVES, Promise.all(runs.map(({ finished }) => finished)))
  }

  /** Lets go of every model; the texts stay in the drafts. Resolves when saves under way are through. */
  async abandonAll(): Promise<void> {
    for (const generation of this.running.keys()) generation.abandon()
    await within(this.parts.clock, LAST_SAVES, this.idle())
  }

  /**
   * Stops it and tells whether that is kept: not where the database did not take its end, so that whoever takes the answer up later knows
   * nothing of it and writes on.
   */
  async stopForGood(entry: Entry): Promise<boolean> {
    this.stop(entry)
    await this.settled(entry)
    const { answer } = entry
    return answer.isSettled || (answer.phase === 'unsaved' && !answer.isLetGo)
  }

  private startQueued(): void {
    for (const entry of this.queue) {
      if (this.recovering >= this.mostRecovering) return
      this.queue.delete(entry)
      this.recovering += 1
      const leave = () => {
        this.recovering -= 1
        this.startQueued()
      }
      this.resume(entry, uncounted(leave))
    }
  }

  /** A model that cannot continue a text must not begin it anew unasked: the student decides that. */
  private resume(entry: Entry, place: Place): void {
    const { answer } = entry
    const mayGoOn = this.parts.model.canContinue || answer.finish !== undefined || answer.log.content === ''
    const work = (generation: Generation) =>
      mayGoOn ? continued(generation, answer) : generation.interrupt()
    this.start(entry, true, work, place)
  }

  private start(
    entry: Entry,
    again: boolean,
    work: (generation: Generation) => Promise<void>,
    place: Place,
  ): void {
    this.registry.revive(entry)
    this.parts.tell(entry.answer)
    this.parts.metrics.answerStarted(again)
    const trace = new AnswerTrace(entry.answer, again)
    const generation = new Generation(entry.answer, this.parts, place, trace)
    entry.generation = generation
    const finished = work(generation).then(() => {
      this.running.delete(generation)
      trace.end()
      place.leave()
      // Its student may have asked again already, as soon as the failure was told: then the entry is the next one's.
      if (entry.generation !== generation) return
      entry.generation = undefined
      this.registry.retire(entry)
    })
    this.running.set(generation, { entry, finished })
  }
}

function continued(generation: Generation, { finish }: Answer): Promise<void> {
  return finish ? generation.saveAgain(finish) : generation.run()
}
