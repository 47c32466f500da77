import type { Worker } from 'tesseract.js'
import { readImageHeader } from '../../../files/image-header'
import type { ModelImage } from '../../model'
import type { PageReading } from '../answer-text'
import { isNotInstalled } from './reader-installed'

/** Reads pages one after the other; its worker starts with the first page and is kept for the next ones. */
export interface PageReader {
  /** Undefined after an abort. */
  read(image: ModelImage, signal: AbortSignal): Promise<PageReading | undefined>
  /** Ends the reading under way like an abort; nothing is read afterwards. */
  close(): Promise<void>
}

/** A picture takes several bytes a pixel while it is decoded, in a memory that all pages share. */
const MOST_PIXELS = 40_000_000

function isTooLarge({ bytes }: ModelImage): boolean {
  const header = readImageHeader(bytes)
  return header !== undefined && header.width * header.height > MOST_PIXELS
}

type Ending = 'aborted' | 'too_slow'

/** Tesseract and the reading by it: loaded with the first page, which a server with a model never sees. */
async function loadReading() {
  const [{ startReader }, { readPage }] = await Promise.all([
    import('./tesseract-worker'),
    import('./read-page'),
  ])
  return { startReader, readPage }
}

/** @param limit milliseconds that one page may take, the start of the worker included. */
export function createPageReader(limit: number): PageReader {
  const closing = new AbortController()
  let worker: Promise<Worker> | undefined
  let queue: Promise<unknown> = Promise.resolve()

  async function drop(): Promise<void> {
    const dropped = worker
    worker = undefined
    // A worker that did not start has nothing to end, and its failure was told to the page that asked for it.
    await dropped?.then((started) => started.terminate()).catch(() => undefined)
  }

  async function recognise(image: ModelImage, ended: AbortSignal): Promise<PageReading> {
    const { startReader, readPage } = await loadReading()
    ended.throwIfAborted()
    worker ??= startReader()
    const started = await worker.catch(async (error: unknown) => {
      await drop()
      throw error
    })
    try {
      return await readPage(started, image.bytes, ended)
    } catch {
      // The image library rejects with a bare text for whatever it cannot decode.
      return { failure: 'unreadable' }
    }
  }

  async function readNow(image: ModelImage, signal: AbortSignal): Promise<PageReading | undefined> {
    if (signal.aborted) return undefined
    if (isTooLarge(image)) return { failure: 'too_large' }
    const ended = new AbortController()
    const ending = endingOf(signal, limit)
    const reading = await Promise.race([
      recognise(image, ended.signal).catch(withoutReader),
      ending.promise,
    ]).finally(ending.cancel)
    if (typeof reading !== 'string') return reading
    // A worker cannot be told to stop, so it is ended; before that, nothing more may be asked of it.
    ended.abort()
    await drop()
    return reading === 'aborted' ? undefined : { failure: 'too_slow' }
  }

  return {
    read(image, signal) {
      const either = AbortSignal.any([signal, closing.signal])
      const reading = queue.then(() => readNow(image, either))
      queue = reading.catch(() => undefined)
      return untilAborted(reading, either)
    },
    async close() {
      closing.abort()
      await queue
      await drop()
    },
  }
}

function withoutReader(error: unknown): PageReading {
  if (isNotInstalled(error)) return { failure: 'not_installed' }
  throw error
}

/** The reading, or undefined as soon as it is aborted: a page that still waits for its turn ends with it, too. */
async function untilAborted<Value>(reading: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  if (signal.aborted) return undefined
  let stop = (): void => undefined
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined)
    signal.addEventListener('abort', stop)
  })
  return Promise.race([reading, aborted]).finally(() => signal.removeEventListener('abort', stop))
}

/** What ends a reading from outside: the abort or the limit. */
function endingOf(signal: AbortSignal, limit: number): { promise: Promise<Ending>; cancel(): void } {
  let cancel = (): void => undefined
  const promise = new Promise<Ending>((resolve) => {
    const abort = (): void => resolve('aborted')
    const timer = setTimeout(() => resolve('too_slow'), limit)
    signal.addEventListener('abort', abort)
    cancel = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  })
  return { promise, cancel: () => cancel() }
}
