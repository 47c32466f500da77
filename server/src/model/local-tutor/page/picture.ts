import { Image } from 'paddleocr'
import sharp from 'sharp'
import type { Turn } from './page-text'

/** Pixels of the longer side as a page is read: smaller print would be lost, larger pages take seconds more. */
const LONGEST_SIDE = 2048
const MOST_PIXELS = 40_000_000

/** Decodes a page, upright as it is shown (EXIF is obeyed). Throws where it is no picture. */
export async function decodePage(bytes: Uint8Array): Promise<Image> {
  const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'none' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return new Image(info.width, info.height, info.channels, data)
}

/** The page turned back: a page that lies on its left side (270°) is turned clockwise by 90°. */
export function turnedBack(image: Image, turn: Turn): Image {
  switch (turn) {
    case 0:
      return image
    case 90:
      return image.rotateCounterClockwise()
    case 180:
      return image.rotate180()
    case 270:
      return image.rotateClockwise()
  }
}
