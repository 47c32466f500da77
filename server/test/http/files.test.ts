import { readdir, rm, stat } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import type { UploadedFile } from '../../../typings/protocol'
import { FileAddresses } from '../../src/files/file-address'
import { newId } from '../../src/store/identifiers'
import { jpegHeader, jpegImage, pngImage, upload, webpImage } from './images'
import { type Student, startTestServer, type TestServer } from './test-server'

const files = '/api/v1/files'

describe('pages', () => {
  let server: TestServer
  let anna: Student

  beforeEach(async () => {
    server = await startTestServer()
    anna = await server.login('安娜')
  })

  afterEach(() => server.close())

  const send = (bytes: Buffer, name?: string, field?: string) => {
    const { headers, body } = upload(bytes, name, field)
    return server.call('POST', files, { headers: { ...headers, ...anna.headers }, body })
  }
  const uploaded = async (bytes: Buffer) => (await send(bytes)).body as UploadedFile
  const onDisk = () => readdir(join(server.config.dataDirectory, 'files'))

  test.each([
    ['JPEG', jpegImage(300, 400), 'image/jpeg', 300, 400],
    ['JPEG that lies on its side', jpegImage(300, 400, 6), 'image/jpeg', 400, 300],
    ['PNG', pngImage(20, 30), 'image/png', 20, 30],
    ['WebP', webpImage(), 'image/webp', 1, 1],
  ])('a %s comes back as a picture of its kind and size, by its signed address alone', async (...given) => {
    const [, bytes, mime, width, height] = given
    const reply = await send(await bytes, 'any-name.txt')
    expect(reply.status).toBe(200)
    const shown = await server.call('GET', (reply.body as UploadedFile).url)
    expect(reply.body).toEqual({
      id: expect.any(String),
      url: expect.stringMatching(/^\/api\/v1\/files\//),
      width,
      height,
      bytes: shown.bytes.length,
    })
    expect(shown.status).toBe(200)
    expect(shown.headers.get('content-type')).toBe(mime)
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
    const { format, ...size } = await sharp(shown.bytes).metadata()
    expect({ mime: `image/${format}`, ...size }).toMatchObject({ mime, width, height })
  })

  test.each([
    ['a text called .jpg', Buffer.from('this is no picture at all')],
    ['nothing', Buffer.alloc(0)],
    ['a JPEG that ends before its size', jpegHeader(3, 4).subarray(0, 12)],
    ['a PNG signature alone', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['a GIF', Buffer.from('R0lGODlhAQABAAAAACw=', 'base64')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')],
  ])('%s is refused and nothing of it stays', async (_what, bytes) => {
    const reply = await send(bytes, 'page.jpg')
    expect([reply.status, reply.body]).toEqual([
      400,
      { code: 'BAD_REQUEST', message: '只支持 JPEG、PNG 或 WebP 格式的图片' },
    ])
    expect(await onDisk()).toEqual([])
  })

  test.each([
    ['HEIC', 'heic'],
    ['AVIF', 'avif'],
  ])('%s is refused by its name, with what to do', async (name, brand) => {
    const bytes = Buffer.concat([
      Buffer.from(`\0\0\0\x14ftyp${brand}\0\0\0\0mif1`, 'latin1'),
      Buffer.alloc(99),
    ])
    const reply = await send(bytes, 'IMG_0001.jpg')
    expect([reply.status, reply.body]).toEqual([
      400,
      { code: 'BAD_REQUEST', message: expect.stringMatching(new RegExp(`${name}.*截屏`)) },
    ])
    expect(await onDisk()).toEqual([])
  })

  test.each([
    ['a JPEG without a picture in it', async () => jpegHeader(3, 4)],
    ['a PNG of which nothing but its header came', async () => pngImage(200, 300).subarray(0, 40)],
    [
      'a WebP whose picture is none',
      async () => Buffer.concat([webpImage().subarray(0, 30), Buffer.alloc(16, 7)]),
    ],
  ])('%s is refused with what to do, and nothing of it stays', async (_what, bytes) => {
    const reply = await send(await bytes())
    expect([reply.status, reply.body]).toEqual([
      400,
      { code: 'BAD_REQUEST', message: expect.stringMatching(/打不开.*重新拍/) },
    ])
    expect(await onDisk()).toEqual([])
  })

  test('a photo that broke off keeps what there is of it', async () => {
    const whole = await jpegImage(300, 400)
    const reply = await send(whole.subarray(0, whole.length - 200))
    expect([reply.status, reply.body]).toMatchObject([200, { width: 300, height: 400 }])
  })

  test('a small file that claims to be a huge picture is refused', async () => {
    const reply = await send(jpegHeader(60_000, 60_000))
    expect([reply.status, reply.body]).toMatchObject([400, { message: '图片的尺寸太大了，请缩小后再上传' }])
  })

  test('exactly 10 MB is taken, a byte more is not', async () => {
    const limit = 10 * 1024 * 1024
    const picture = await jpegImage(3, 4)
    const padded = (size: number) => Buffer.concat([picture], size)
    expect((await send(padded(limit))).status).toBe(200)
    const reply = await send(padded(limit + 1))
    expect([reply.status, reply.body]).toEqual([
      413,
      { code: 'BAD_REQUEST', message: '图片太大了，请选择 10 MB 以内的图片' },
    ])
    const [kept = ''] = await onDisk()
    // What was hung on behind the picture is not kept.
    expect((await stat(join(server.config.dataDirectory, 'files', kept))).size).toBeLessThan(5000)
  })

  test('50 MB are refused with a clear answer, and none of it stays', async () => {
    const reply = await send(Buffer.concat([jpegHeader(3, 4)], 50 * 1024 * 1024))
    expect([reply.status, reply.body]).toEqual([
      413,
      { code: 'BAD_REQUEST', message: '图片太大了，请选择 10 MB 以内的图片' },
    ])
    expect(await onDisk()).toEqual([])
  })

  test('of an upload without end no more than 10 MB are kept while it goes on', async () => {
    const socket = startUpload(server, anna, 500)
    const bytes = Buffer.concat([jpegHeader(3, 4)], 30 * 1024 * 1024)
    await new Promise<void>((resolve) => socket.write(bytes, () => resolve()))
    const [name = ''] = await onDisk()
    const { size } = await stat(join(server.config.dataDirectory, 'files', name))
    expect(size).toBeLessThanOrEqual(10 * 1024 * 1024)
    socket.destroy()
    await until(async () => (await onDisk()).length === 0)
  })

  test('a disk that takes nothing is no fault of the sender', async () => {
    await rm(join(server.config.dataDirectory, 'files'), { recursive: true })
    expect((await send(jpegHeader(3, 4))).status).toBe(500)
  })

  test('an upload that breaks off leaves nothing behind, and the server goes on', async () => {
    const socket = startUpload(server, anna, 5)
    socket.write(jpegHeader(3, 4))
    await until(async () => (await onDisk()).length === 1)
    socket.destroy()
    await until(async () => (await onDisk()).length === 0)
    expect((await send(pngImage(3, 4))).status).toBe(200)
  })

  test.each([
    ['that is none', 'multipart/form-data; boundary=b', 'this is no form'],
    ['without a boundary', 'multipart/form-data', 'this is no form'],
    [
      'that breaks off before its file',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data;',
    ],
    [
      'that breaks off in its file',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nthe beginning of a page',
    ],
  ])('a form %s is refused as the fault of its sender', async (_what, type, body) => {
    const headers = { ...anna.headers, 'content-type': type }
    const reply = await server.call('POST', files, { headers, body })
    expect([reply.status, reply.body]).toEqual([
      400,
      { code: 'BAD_REQUEST', message: expect.stringMatching(/[一-龥]{4,}/) },
    ])
    expect(await onDisk()).toEqual([])
  })

  test('a form whose type is written in other letters is one', async () => {
    // More than lies in any buffer on the way.
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
    const page = await sharp({ create: { width: 500, height: 500, channels: 3, background: '#fff', noise } })
      .png()
      .toBuffer()
    const { headers, body } = upload(page)
    const type = headers['content-type'].replace('multipart/form-data', 'Multipart/Form-Data')
    const reply = await server.call('POST', files, {
      headers: { ...anna.headers, 'content-type': type },
      body,
    })
    expect(reply.status).toBe(200)
  })

  test.each([
    ['another field', () => send(pngImage(3, 4), 'page.jpg', 'picture')],
    ['JSON', () => anna.call('POST', files, { file: 'x' })],
    ['nothing', () => anna.call('POST', files)],
  ])('%s instead of the field "file" is refused', async (_what, post) => {
    const reply = await post()
    expect([reply.status, reply.body]).toEqual([
      400,
      { code: 'BAD_REQUEST', message: '没有收到图片，请重新选择' },
    ])
    expect(await onDisk()).toEqual([])
  })

  test('without a token nothing is taken', async () => {
    const reply = await server.call('POST', files, upload(pngImage(3, 4)))
    expect([reply.status, reply.body]).toMatchObject([401, { code: 'AUTH_ERROR' }])
    expect(await onDisk()).toEqual([])
  })

  test('without a signature only the owner gets a page', async () => {
    const { id } = await uploaded(pngImage(2, 2))
    const ben = await server.login('本')
    const plain = `${files}/${id}`
    expect((await anna.call('GET', plain)).status).toBe(200)
    expect((await ben.call('GET', plain)).body).toEqual({ code: 'NOT_FOUND', message: '没有找到相关内容' })
    expect((await server.call('GET', plain)).status).toBe(401)
    expect((await anna.call('GET', `${files}/${newId()}`)).status).toBe(404)
    expect((await anna.call('GET', `${files}/..%2f..%2fjwt-secret`)).status).toBe(404)
  })

  test('a signature opens one page only, and only until it expires', async () => {
    const { url, id } = await uploaded(pngImage(2, 2))
    const other = await uploaded(pngImage(3, 3))
    const status = async (path: string) => (await server.call('GET', path)).status
    expect(await status(url)).toBe(200)
    expect(await status(url.replace(id, other.id))).toBe(401)
    expect(await status(url.replace(/expires=\d/, 'expires=9'))).toBe(401)
    expect(await status(`${url}x`)).toBe(401)
    const yesterday = new FileAddresses('a secret of the tests', () => Date.now() - 25 * 60 * 60 * 1000)
    expect(await status(yesterday.sign(id))).toBe(401)
    const stranger = new FileAddresses('another secret')
    expect(await status(stranger.sign(id))).toBe(401)
  })

  test("an answer reads its student's pages, by any of their addresses, and nobody else's", async () => {
    const { url, id } = await uploaded(pngImage(2, 2))
    const { bytes } = await server.call('GET', url)
    const ben = await server.login('本')
    const { fileLookup } = server.parts
    expect(await fileLookup.resolve(anna.user.id, url)).toEqual({ mime: 'image/png', bytes })
    expect(await fileLookup.resolve(anna.user.id, `${files}/${id}`)).toEqual({ mime: 'image/png', bytes })
    expect(await fileLookup.resolve(ben.user.id, url)).toBeUndefined()
    for (const address of [
      `https://example.com${url}`,
      `${files}/${newId()}`,
      `${files}/../${id}`,
      '',
      'x',
    ]) {
      expect(await fileLookup.resolve(anna.user.id, address)).toBeUndefined()
    }
  })

  test('no signature is ever logged', async () => {
    const { url } = await uploaded(pngImage(2, 2))
    await server.call('GET', url)
    expect(server.log.join('')).not.toContain(url.split('signature=')[1])
  })
})

/** Announces a file of so many megabytes and sends nothing of it yet. */
function startUpload(server: TestServer, student: Student, megabytes: number): Socket {
  const boundary = 'large'
  const opening = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`
  const closing = `\r\n--${boundary}--\r\n`
  const socket = connect(Number(new URL(server.address).port), '127.0.0.1')
  socket.write(
    [
      'POST /api/v1/files HTTP/1.1',
      'Host: tutor',
      `Authorization: Bearer ${student.access_token}`,
      `Content-Type: multipart/form-data; boundary=${boundary}`,
      `Content-Length: ${opening.length + megabytes * 1024 * 1024 + closing.length}`,
      '',
      opening,
    ].join('\r\n'),
  )
  return socket
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10))
}
