import { type EncodedPage, PageEncoder } from '../../src/files/page-encoder'
import { readImageHeader } from '../../src/pictures/image-header'

const encoder = new PageEncoder()

/** A picture as an upload of it is kept. */
export async function encodedAnew(bytes: Buffer): Promise<EncodedPage | undefined> {
  const header = readImageHeader(bytes)
  return header && encoder.encode({ ...header, read: async () => bytes }, { of: 'anna' })
}
