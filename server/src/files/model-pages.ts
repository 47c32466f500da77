import type { ModelImage } from '../model/model'
import { imageOrientation } from '../pictures/image-header'
import type { FileRepository, StoredFile } from '../store/file-repository'
import type { FileStorage } from './file-storage'
import { MOST_PIXELS } from './page-encoder'

/** Pixels of a page's longest side as a model gets it: more is scaled down by the vendors, and paid for. */
export const LONGEST_SIDE = 2048
const QUALITY = 88

/** Where it is told that a page goes out as it came. */
export interface ModelPagesLog {
  warn(details: object, message: string): void
}

/**
 * Pages as models get them: upright, and not larger than they read. Made once and kept beside the upload, as one of the bytes that its student
 * may keep; where there is no room it is made each time.
 */
export class ModelPages {
  /** One at a time: decoding takes a core and tens of megabytes. */
  private turn: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly storage: FileStorage,
    private readonly files: Pick<FileRepository, 'countCopy' | 'find'>,
    private readonly log: ModelPagesLog,
  ) {}

  /** `undefined` where the bytes are gone. */
  async read(file: StoredFile): Promise<ModelImage | undefined> {
    const made = await this.storage.readForModel(file.id)
    if (made !== undefined) return { mime: 'image/jpeg', bytes: made }
    const bytes = await this.storage.read(file.id)
    if (bytes === undefined) return undefined
    const isSmall = Math.max(file.width, file.height) <= LONGEST_SIDE
    if (isSmall && imageOrientation(bytes) === 1) return { mime: file.mime, bytes }
    return this.make(file, bytes)
  }

  /** A page that cannot be decoded goes out as it came: the model may know better. */
  private async make(file: StoredFile, bytes: Buffer): Promise<ModelImage> {
    const making = this.turn.then(() => upright(bytes))
    this.turn = making.catch(() => undefined)
    try {
      const made = await making
      await this.keep(file, made)
      return { mime: 'image/jpeg', bytes: made }
    } catch (error) {
      this.log.warn({ err: error, file_id: file.id }, 'a page could not be turned upright or scaled down')
      return { mime: file.mime, bytes }
    }
  }

  /** What cannot be kept now is made again the next time. */
  private async keep(file: StoredFile, made: Buffer): Promise<void> {
    try {
      if (!(await this.files.countCopy(file, made.length))) return
      await this.storage.keepForModel(file.id, made)
      // Whoever deleted the page while this was written found no copy to remove.
      if ((await this.files.find(file.id)) === undefined) await this.storage.remove(file.id)
    } catch (error) {
      this.log.warn({ err: error, file_id: file.id }, 'a page as models get it could not be kept')
    }
  }
}

/** In threads of the library's. It is loaded by the first page that needs it. */
async function upright(bytes: Buffer): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'none' })
    .autoOrient()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: QUALITY })
    .toBuffer()
}
