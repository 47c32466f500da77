import { type Cancel, HostFailure, type Logger, type Pictures } from '../platform/ports'
import { UNCHANGED } from './picture-edit'
import type { LearningPort } from './ports'

/** Pixels of the longer side of a page that is sent: small print can be read, and a slow network is spared. */
export const SENT_SIDE = 2000

/**
 * Uploads a picture no larger than {@link SENT_SIDE}. Where the host cannot draw it smaller, it goes as it is: the server
 * takes up to 10 MB.
 */
export function preparedUpload(
  upload: LearningPort['upload'],
  pictures: Pictures,
  logger: Logger,
): LearningPort['upload'] {
  /** One picture is read at a time: each is a whole photograph in the phone's memory. */
  let reading: Promise<unknown> = Promise.resolve()
  return (path, onProgress) => {
    let aborted = false
    let abort: Cancel = () => undefined
    let giveUp = (): void => undefined
    // Whoever waits for it has it given up at once, whatever the host still does.
    const givenUp = new Promise<never>((_, reject) => {
      giveUp = () => reject(new HostFailure('aborted'))
    })
    const send = async () => {
      const read = reading.then(() => (aborted ? path : smallEnough(path, pictures, logger)))
      reading = read
      const readable = await read
      if (aborted) throw new HostFailure('aborted')
      const started = upload(readable, onProgress)
      abort = started.abort
      return started.result
    }
    return {
      result: Promise.race([send(), givenUp]),
      abort: () => {
        aborted = true
        abort()
        giveUp()
      },
    }
  }
}

async function smallEnough(path: string, pictures: Pictures, logger: Logger): Promise<string> {
  try {
    const { width, height } = await pictures.sample(path, 1)
    return Math.max(width, height) > SENT_SIDE ? await pictures.draw(path, UNCHANGED, SENT_SIDE) : path
  } catch (error) {
    logger.info('a photo goes out as it was chosen', error)
    return path
  }
}
