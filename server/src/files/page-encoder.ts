import { FairSlots, type SlotWish } from '../limits/fair-slots'
import type { ImageHeader } from '../pictures/image-header'

/** The picture of an upload, encoded anew: upright, in the colours of every screen, and nothing of its file besides. */
export interface EncodedPage extends ImageHeader {
  bytes: Buffer
}

/** A small file can claim to be a huge picture, which would fill the memory of whoever decodes it. */
export const MOST_PIXELS = 120_000_000
/** Of JPEG and WebP; the page reader's figures are the same with it as without (docs/local-tutor.md). */
const QUALITY = 92
/** Seconds for one picture; the largest that is taken needs a few. */
const PATIENCE = 30
/** Pictures at once: each takes a core and tens of megabytes. */
const AT_ONCE = 2
/** Uploads that are looked at at once: each is in memory whole meanwhile, and it takes moments. */
const LOOKED_AT_ONCE = 4
/** Pixels; what has more takes many seconds on a slow machine, and is done one at a time. Phones make 12 to 50 million. */
const MANY_PIXELS = 50_000_000

/** A picture as it came, of which so much is known. */
export interface GivenPicture extends ImageHeader {
  read: () => Promise<Buffer>
}

/**
 * Encodes uploads anew, few at a time, so that nothing is kept or served that a stranger put together but pixels: no place, no
 * camera, no preview, no second file behind the picture.
 */
export class PageEncoder {
  private readonly slots = new FairSlots(AT_ONCE)
  private readonly looks = new FairSlots(LOOKED_AT_ONCE)

  /** Looks at an upload before it is its turn, few at a time. Users take turns. */
  look<T>(wish: Pick<SlotWish, 'of' | 'signal'>, look: () => Promise<T>): Promise<T> {
    return this.looks.run(wish, look)
  }

  /** `undefined` where the picture cannot be decoded. One that breaks off keeps what there is of it. Users take turns. */
  async encode(
    { mime, width, height, read }: GivenPicture,
    wish: Pick<SlotWish, 'of' | 'signal'>,
  ): Promise<EncodedPage | undefined> {
    // It is loaded by the first upload: the server starts without it.
    const { default: sharp } = await import('sharp')
    const isLong = width * height > MANY_PIXELS
    return this.slots.run({ ...wish, isLong }, async () => {
      const bytes = await read()
      const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'none' })
        .timeout({ seconds: PATIENCE })
        .autoOrient()
      const encoded = {
        'image/jpeg': () => picture.jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' }),
        'image/png': () => picture.png(),
        'image/webp': () => picture.webp({ quality: QUALITY, smartSubsample: true }),
      }[mime]()
      try {
        const { data, info } = await encoded.toBuffer({ resolveWithObject: true })
        return { mime, width: info.width, height: info.height, bytes: data }
      } catch {
        // The library has no kinds of errors: what it says of a picture is always about the picture.
        return undefined
      }
    })
  }
}
