import { readImageHeader } from '../../../pictures/image-header'
import type { ModelImage } from '../../model'
import type { PageReading } from '../answer-text'
import { isReaderInstalled } from './reader-installed'
import { createThreadReader, type ThreadReader } from './thread-reader'

/** Reads pages one after the other; its thread starts with the first page and is kept for the next ones. */
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

/** @param limit milliseconds that one page may take, the start of the thread included. */
export function createPageReader(limit: number): PageReader {
  const closing = new AbortController()
  let thread: ThreadReader | undefined
  let queue: Promise<unknown> = Promise.resolve()

  async function drop(): Promise<void> {
    const dropped = thread
    thread = undefined
    await dropped?.end()
  }

  /** A thread that could not read at all is not asked again. */
  async function recognise(image: ModelImage): Promise<PageReading> {
    thread ??= createThreadReader()
    try {
      return await thread.read(image.bytes)
    } catch (error) {
      await drop()
      throw error
    }
  }

  async function readNow(image: ModelImage, signal: AbortSignal): Promise<PageReading | undefined> {
    if (signal.aborted) return undefined
    if (isTooLarge(image)) return { failure: 'too_large' }
    if (!isReaderInstalled()) return { failure: 'not_installed' }
    const ending = endingOf(signal, limit)
    const reading = await Promise.race([recognise(image), ending.promise]).finally(ending.cancel)
    if (typeof reading !== 'string') return reading
    // It cannot be told to stop in the middle of a page, so it is ended.
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
