import type { FileLookup } from '../files/file-lookup'
import type { ModelImage, ModelTurn } from '../model/model'
import type { EarlierTurn } from './answer-store'
import type { LoadedPages, PageMemory } from './page-memory'
import { readImages } from './read-images'

/** Pages of earlier questions that go along at most. */
const MOST_EARLIER_PAGES = 12

/** The pages that a question is asked with. */
export interface QuestionPages {
  /** Of the question itself, in page order. */
  images: ModelImage[]
  /** Of the exercise that it is about, in page order. */
  exercise: ModelImage[]
  /** Earlier turns with those of their pages that go along. */
  history: ModelTurn[]
  /** Pages of earlier questions that go along, and those that there was no room for. */
  earlier: { sent: number; leftOut: number }
}

/** The `/api/v1/files/…` addresses of the pages that a question cannot do without. */
export interface NeededPages {
  own: readonly string[]
  exercise: readonly string[]
}

/** Whose pages are read, and how much there is room for. */
export interface PageSource {
  files: FileLookup
  userId: string
  /** Bytes of all pages together; those that are needed are read whatever they have. */
  mostBytes: number
}

/**
 * Reads the pages of a question, and those of the questions before it as far as there is room, newest first, when memory has
 * room for them. `undefined` as soon as the signal is aborted; rejects as {@link readImages} does; an earlier page that is gone
 * is left out.
 */
export async function loadQuestionPages(
  source: PageSource,
  needed: NeededPages,
  turns: readonly EarlierTurn[],
  memory: PageMemory,
  signal: AbortSignal,
): Promise<{ pages: QuestionPages; loaded: LoadedPages | undefined } | undefined> {
  const urls = [needed.own, needed.exercise, ...turns.map(({ imageUrls = [] }) => imageUrls)].flat()
  if (urls.length === 0) return { pages: await readQuestionPages(source, needed, turns), loaded: undefined }
  let pages: QuestionPages | undefined
  const loaded = await memory.load(async () => {
    pages = await readQuestionPages(source, needed, turns)
    return [...pages.exercise, ...pages.images, ...pages.history.flatMap(({ images = [] }) => images)]
  }, signal)
  return loaded && pages && { pages, loaded }
}

async function readQuestionPages(
  source: PageSource,
  needed: NeededPages,
  turns: readonly EarlierTurn[],
): Promise<QuestionPages> {
  const read = (urls: readonly string[]) => readImages(source.files, source.userId, urls)
  const [images, exercise] = [await read(needed.own), await read(needed.exercise)]
  let room = source.mostBytes - sizeOf([...images, ...exercise])
  const earlier = { sent: 0, leftOut: 0 }
  const history: ModelTurn[] = []
  for (const { imageUrls = [], ...turn } of [...turns].reverse()) {
    const pages: ModelImage[] = []
    for (const url of imageUrls) {
      const hasRoom = earlier.sent < MOST_EARLIER_PAGES && earlier.leftOut === 0
      const page = hasRoom ? await source.files.resolve(source.userId, url) : undefined
      if (page !== undefined && page.bytes.length <= room) {
        room -= page.bytes.length
        earlier.sent += 1
        pages.push(page)
      } else if (page !== undefined || !hasRoom) earlier.leftOut += 1
    }
    history.unshift(pages.length === 0 ? turn : { ...turn, images: pages })
  }
  return { images, exercise, history, earlier }
}

function sizeOf(images: readonly ModelImage[]): number {
  return images.reduce((sum, { bytes }) => sum + bytes.length, 0)
}
