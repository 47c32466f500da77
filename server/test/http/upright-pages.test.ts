import sharp from 'sharp'
import type { UploadedFile } from '../../../typings/protocol'
import { encodedAnew } from '../support/encoded-anew'
import { upload } from './images'
import { ScriptedModel } from './scripted-model'
import { type Student, startTestServer, type TestServer } from './test-server'

/** A page with a red left half, and everything that a phone writes beside the picture. */
async function photo(
  width: number,
  height: number,
  format: 'jpeg' | 'png' | 'webp',
  orientation = 1,
): Promise<Buffer> {
  const half = {
    input: { create: { width: width / 2, height, channels: 3, background: '#f00' } },
    left: 0,
    top: 0,
  } as const
  return sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .composite([half])
    .withExif({
      IFD0: { Make: 'SecretPhone', Copyright: 'Secret' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 15/1 0/1' },
    })
    .withMetadata({ orientation })
    .toFormat(format)
    .toBuffer()
}

describe('a page with the place and the camera in it', () => {
  let server: TestServer
  let anna: Student
  let model: ScriptedModel

  beforeEach(async () => {
    model = new ScriptedModel()
    server = await startTestServer({ model })
    anna = await server.login('安娜')
  })

  afterEach(() => server.close())

  async function send(bytes: Buffer): Promise<UploadedFile> {
    const { headers, body } = upload(bytes)
    const reply = await server.call('POST', '/api/v1/files', {
      headers: { ...headers, ...anna.headers },
      body,
    })
    expect(reply.status).toBe(200)
    return reply.body as UploadedFile
  }

  async function asModelGets(url: string) {
    const page = await server.parts.fileLookup.resolve(anna.user.id, url)
    if (page === undefined) throw new Error('no page')
    return page
  }

  test.each(['jpeg', 'png', 'webp'] as const)(
    'is encoded anew without them, and looks the same (%s)',
    async (format) => {
      const given = await photo(40, 30, format)
      const { url, bytes } = await send(given)
      const kept = (await server.call('GET', url)).bytes
      expect(kept.length).toBe(bytes)
      const { exif, icc, xmp, iptc, comments, orientation = 1 } = await sharp(kept).metadata()
      expect([exif, icc, xmp, iptc, comments, orientation]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
        1,
      ])
      expect(kept.toString('latin1')).not.toMatch(/Secret/)
      expect(await difference(kept, given)).toBeLessThanOrEqual(format === 'png' ? 0 : 12)
    },
  )

  test('that was taken with the phone on its side is kept as it is shown, and reaches the model so', async () => {
    const given = await photo(40, 30, 'jpeg', 6)
    const { url, width, height } = await send(given)
    expect([width, height]).toEqual([30, 40])
    const kept = (await server.call('GET', url)).bytes
    expect(await sharp(kept).metadata()).toMatchObject({ width: 30, height: 40 })
    expect(kept.toString('latin1')).not.toMatch(/Secret/)
    const page = await asModelGets(url)
    const { data, info } = await sharp(page.bytes).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([30, 40])
    // Its left half is its upper half now.
    const green = (x: number, y: number) => data[(y * info.width + x) * info.channels + 1] ?? 0
    expect(green(15, 5)).toBeLessThan(60)
    expect(green(15, 35)).toBeGreaterThan(200)
  })

  test('that is larger than a model reads is made smaller once, and removed with its page', async () => {
    const { id, url } = await send(await photo(3000, 1000, 'png'))
    const page = await asModelGets(url)
    expect(page.mime).toBe('image/jpeg')
    expect(await sharp(page.bytes).metadata()).toMatchObject({ width: 2048, height: 683 })
    expect((await server.parts.storage.readForModel(id))?.equals(page.bytes)).toBe(true)
    expect((await server.call('GET', url)).bytes.length).toBeGreaterThan(0)
    const { main } = server.parts.database
    const kept = await main.selectFrom('file').select('model_bytes').where('id', '=', id).execute()
    expect(kept).toEqual([{ model_bytes: page.bytes.length }])
    await server.parts.storage.remove(id)
    expect(await server.parts.storage.readForModel(id)).toBeUndefined()
  })

  test('that is small and upright reaches the model as it is stored', async () => {
    const { url } = await send(await photo(40, 30, 'png'))
    expect((await asModelGets(url)).bytes.equals((await server.call('GET', url)).bytes)).toBe(true)
  })
})

describe('a picture with something hung on behind its end', () => {
  test('is kept without it, however many scans it has', async () => {
    const picture = await sharp(await photo(64, 48, 'jpeg'))
      .jpeg({ progressive: true })
      .toBuffer()
    const given = Buffer.concat([picture, Buffer.from('a film with a place')])
    const encoded = await encodedAnew(given)
    expect(encoded?.bytes.toString('latin1')).not.toContain('place')
    expect(await difference(encoded?.bytes, picture)).toBeLessThanOrEqual(12)
  })
})

/** The largest difference of a colour of a pixel, 0 to 255. */
async function difference(one: Buffer | undefined, other: Buffer): Promise<number> {
  const pixels = (bytes: Buffer | undefined) => sharp(bytes).removeAlpha().raw().toBuffer()
  const [first, second] = await Promise.all([pixels(one), pixels(other)])
  return first.reduce((most, colour, at) => Math.max(most, Math.abs(colour - (second[at] ?? -255))), 0)
}
