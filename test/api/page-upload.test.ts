import { settle } from '../support/settle'
import { aServerForEachTest } from './with-server'

const on = aServerForEachTest()

describe('a page', () => {
  const uploaded = { id: 'f1', url: '/api/v1/files/f1?signature=x', width: 10, height: 20, bytes: 300 }

  /** A host whose uploads the test answers. */
  function uploads() {
    const started: {
      options: {
        url: string
        filePath: string
        name: string
        header: Record<string, string>
        timeout: number
        success(result: object): void
        fail(reason: object): void
      }
      progress: (result: { progress: number }) => void
      aborted: boolean
    }[] = []
    const uploadFile = (options: (typeof started)[number]['options']) => {
      const upload: (typeof started)[number] = { options, progress: () => {}, aborted: false }
      started.push(upload)
      return {
        abort: () => {
          upload.aborted = true
        },
        onProgressUpdate: (listener: (result: { progress: number }) => void) => {
          upload.progress = listener
        },
      }
    }
    return { started, uploadFile }
  }

  test('is uploaded with the login, tells its progress, and gives the file', async () => {
    const { started, uploadFile } = uploads()
    const told: number[] = []
    const api = on.program({ uploadFile })
    const upload = api.uploadPage('wxfile://page.jpg', (percent) => told.push(percent))
    await settle()
    expect(started[0]?.options).toMatchObject({
      url: 'http://127.0.0.1:8000/api/v1/files',
      filePath: 'wxfile://page.jpg',
      name: 'file',
      header: { Authorization: 'Bearer dev access' },
    })
    started[0]?.progress({ progress: 40 })
    started[0]?.options.success({ statusCode: 200, data: JSON.stringify(uploaded) })
    expect(await upload.result).toEqual(uploaded)
    expect(told).toEqual([40])
    expect(api.fileAddress(uploaded.url)).toBe(`http://127.0.0.1:8000${uploaded.url}`)
  })

  test('that is given up rejects, before and while it is on its way', async () => {
    const { started, uploadFile } = uploads()
    const api = on.program({ uploadFile })
    const early = api.uploadPage('one')
    early.abort()
    await expect(early.result).rejects.toMatchObject({ code: 'NETWORK_ERROR' })
    expect(started).toHaveLength(0)
    const late = api.uploadPage('two')
    await settle()
    late.abort()
    expect(started[0]?.aborted).toBe(true)
    await expect(late.result).rejects.toMatchObject({ code: 'NETWORK_ERROR' })
  })

  test('has five minutes at least, and more where it is large or nobody tells how large it is', async () => {
    const { started, uploadFile } = uploads()
    const sizes: Record<string, number> = { small: 300_000, large: 8 * 1024 * 1024 }
    const getFileSystemManager = () => ({
      getFileInfo: (options: { filePath: string; success(result: object): void; fail(): void }) => {
        const size = sizes[options.filePath]
        if (size === undefined) options.fail()
        else options.success({ size })
      },
    })
    const api = on.program({ uploadFile, getFileSystemManager })
    const begun = ['small', 'large', 'of no size'].map((path) => api.uploadPage(path))
    await settle()
    expect(started.map(({ options }) => options.timeout)).toEqual([300_000, 524_288, 655_360])
    for (const { abort } of begun) abort()
    await Promise.allSettled(begun.map(({ result }) => result))
  })

  test('of a file that is no longer on the device says so, once the upload has failed', async () => {
    const { started, uploadFile } = uploads()
    const getFileSystemManager = () => ({
      getFileInfo: (options: { filePath: string; fail(reason: object): void }) =>
        options.fail({ errMsg: `getFileInfo:fail no such file or directory, access '${options.filePath}'` }),
    })
    const upload = on.program({ uploadFile, getFileSystemManager }).uploadPage('cleared.jpg')
    await settle()
    started[0]?.options.fail({ errMsg: 'uploadFile:fail' })
    await expect(upload.result).rejects.toMatchObject({ code: 'FILE_GONE', retryable: false })
  })

  test('that nobody may send says that, though its file is gone by then', async () => {
    const { started, uploadFile } = uploads()
    const getFileSystemManager = () => ({
      getFileInfo: (options: { filePath: string; fail(reason: object): void }) =>
        options.fail({ errMsg: `getFileInfo:fail no such file or directory, access '${options.filePath}'` }),
    })
    on.server.on('POST /api/v1/auth/dev-login', {
      status: 403,
      body: { code: 'AUTH_ERROR', message: '请登录' },
    })
    const upload = on.program({ uploadFile, getFileSystemManager }).uploadPage('cleared.jpg')
    await expect(upload.result).rejects.toMatchObject({ code: 'AUTH_ERROR' })
    expect(started).toEqual([])
  })

  test.each<[number, string, boolean]>([
    [408, 'NETWORK_ERROR', true],
    [429, 'RATE_LIMITED', true],
    [499, 'NETWORK_ERROR', true],
    [500, 'SERVER_ERROR', true],
    [502, 'SERVER_ERROR', true],
    [400, 'BAD_REQUEST', false],
    [413, 'BAD_REQUEST', false],
  ])('that ends with status %i is %s, retryable: %s', async (statusCode, code, retryable) => {
    const { started, uploadFile } = uploads()
    const upload = on.program({ uploadFile }).uploadPage('page.jpg')
    await settle()
    started[0]?.options.success({ statusCode, data: '<html>' })
    await expect(upload.result).rejects.toMatchObject({ code, retryable })
  })

  test('whose time is over at the server, in whatever words, may be sent again', async () => {
    const { started, uploadFile } = uploads()
    const upload = on.program({ uploadFile }).uploadPage('page.jpg')
    await settle()
    started[0]?.options.success({ statusCode: 408, data: '{"code":"BAD_REQUEST","message":"请求内容有误"}' })
    await expect(upload.result).rejects.toMatchObject({ code: 'NETWORK_ERROR', retryable: true })
  })

  test('that the server refuses is told as it says', async () => {
    const { started, uploadFile } = uploads()
    const upload = on.program({ uploadFile }).uploadPage('a.txt')
    await settle()
    started[0]?.options.success({ statusCode: 400, data: '{"code":"BAD_REQUEST","message":"不是图片"}' })
    await expect(upload.result).rejects.toMatchObject({ code: 'BAD_REQUEST', message: '不是图片' })
  })
})
