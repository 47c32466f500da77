import type { Correction } from '../../../../typings/protocol'
import {
  ModelError,
  type ModelEvent,
  type ModelImage,
  type ModelRequest,
  pagesOf,
  type TutorModel,
} from '../model'
import { answerText, type PageReading } from './answer-text'
import { answerAboutStep } from './follow-up'
import { correct } from './marking/correct'
import { layBoxes } from './marking/lay-boxes'
import { NATURAL_PACE, type Pace, paced, type Sleep, sleep } from './pace'
import { createPageReader } from './page/page-reader'
import { rememberingReader } from './page/remembering-reader'
import { checkedText, hintText, similarText } from './teaching/taught-text'

/** Milliseconds: many times what a page takes on an idle machine, so that a busy one is not told as a bad picture. */
const PAGE_LIMIT = 90_000

interface LocalTutorOptions {
  /** How fast it writes; default 2–6 characters each 25 ms. */
  pace?: Pace
  /** Waits between two deltas; a test hands in its own. */
  sleep?: Sleep
  /** Milliseconds that reading one page may take (default 90,000). */
  pageLimit?: number
}

/** The model that needs no model: reads pages on this machine and works school mathematics out by rules. */
export interface LocalTutor extends TutorModel {
  /** Marks the pages of a student's own work, or the text where there is no page; undefined after an abort. */
  correct(images: readonly ModelImage[], text: string, signal: AbortSignal): Promise<Correction | undefined>
  /** Lays a model's boxes onto the lines that are seen on the pages; undefined after an abort. */
  layBoxes(
    correction: Correction,
    images: readonly ModelImage[],
    signal: AbortSignal,
  ): Promise<Correction | undefined>
  /** Ends the page reader; an answer under way ends like an aborted reading. */
  close(): Promise<void>
}

/** The tutor that answers where no model is configured. It is deterministic, so it can always go on from a prefix. */
export function createLocalTutor(options: LocalTutorOptions = {}): LocalTutor {
  const { pace = NATURAL_PACE, sleep: wait = sleep, pageLimit = PAGE_LIMIT } = options
  const reader = rememberingReader(createPageReader(pageLimit))

  async function readPages(
    images: readonly ModelImage[],
    signal: AbortSignal,
  ): Promise<PageReading[] | undefined> {
    const readings: PageReading[] = []
    for (const image of images) {
      const reading = await reader.read(image, signal)
      if (reading === undefined || signal.aborted) return undefined
      readings.push(reading)
    }
    return readings
  }

  async function* answer(request: ModelRequest): AsyncGenerator<ModelEvent, void, undefined> {
    const { signal } = request
    const images = pagesOf(request)
    if (images.length > 0) yield { type: 'stage', stage: 'reading_images' }
    const readings = await readPages(images, signal)
    if (readings === undefined || signal.aborted) return
    yield { type: 'stage', stage: 'thinking' }
    const text = textOf(request, readings)
    const rest = remainder(text, request.continueFrom ?? '')
    for await (const delta of paced(rest, signal, pace, wait)) yield { type: 'content', delta }
    if (signal.aborted) return
    yield { type: 'finish', finishReason: 'stop', usage: usageOf(request, readings, text) }
  }

  return {
    name: 'local-tutor',
    canContinue: true,
    answer,
    correct: async (images, text, signal) => {
      const readings = await readPages(images, signal)
      return readings && correct(readings, text)
    },
    layBoxes: async (correction, images, signal) => {
      const readings = await readPages(images, signal)
      return readings && layBoxes(correction, readings)
    },
    close: () => reader.close(),
  }
}

/** The answer of the kind that is asked for. docs/protocol.md, "Kinds of answers". */
function textOf(
  { question: said, images, exercise, history, task = { mode: 'solve' } }: ModelRequest,
  readings: readonly PageReading[],
): string {
  const question = [exercise?.text ?? '', said].filter((text) => text.trim() !== '').join('\n')
  // Beside an exercise that is asked about, a question about a step of its solution is answered from that.
  const aboutStep = images.length === 0 ? answerAboutStep(said, history) : undefined
  switch (task.mode) {
    case 'solve':
      return aboutStep ?? answerText(question, readings, history)
    case 'hint':
      return hintText({ question, readings, history }, task.level)
    case 'check':
      return checkedText({ question, readings, history })
    case 'similar':
      return similarText(exercise?.text ?? said)
  }
}

/** What is still to be written after what a student already has. */
function remainder(text: string, prefix: string): string {
  if (text.startsWith(prefix)) return text.slice(prefix.length)
  throw new ModelError(
    'GENERATION_INTERRUPTED',
    'the local tutor now writes another answer than it had begun',
    true,
  )
}

/** A Chinese character is about one token, four other characters are one. */
export function estimatedTokens(text: string): number {
  const chinese = text.match(/[\u3000-\u9fff\uff00-\uffef]/g)?.length ?? 0
  return chinese + Math.ceil((text.length - chinese) / 4)
}

function usageOf(request: ModelRequest, readings: readonly PageReading[], text: string) {
  const read = readings
    .map((reading) => ('lines' in reading ? reading.lines.map(({ text }) => text).join('\n') : ''))
    .join('\n')
  const prompt = estimatedTokens(`${request.question}${read}`)
  const completion = estimatedTokens(text)
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
}
