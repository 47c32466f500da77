import { HostFailure } from '../../miniprogram/platform/ports'
import { loginCode } from '../../miniprogram/platform/wx-account'
import { wxHttp, wxUploads } from '../../miniprogram/platform/wx-http'
import { wxPictures } from '../../miniprogram/platform/wx-pictures'
import { wxRecorder } from '../../miniprogram/platform/wx-recorder'
import { recordConsole } from '../support/ask'
import { installWx } from '../support/fake-wx'

const MINUTE = 60_000
const silent = () => undefined
/** A canvas whose pictures are read as a test says, and what became of it. */
function canvas(read: (picture: { onload(): void }) => void) {
  const context = { translate: silent, rotate: silent, drawImage: silent }
  return {
    width: 1,
    height: 1,
    getContext: () => context,
    createImage: () => {
      const picture = { width: 3000, height: 1500, onload: silent, onerror: silent }
      return Object.defineProperty(picture, 'src', { set: () => read(picture) })
    },
  }
}
const unread = () => canvas(silent)

beforeEach(() => {
  jest.useFakeTimers()
  recordConsole()
})
afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe('A host that forgets a callback', () => {
  const upload = {
    url: 'https://x',
    headers: {},
    path: 'p',
    field: 'file',
    onProgress: silent,
    timeout: 9000,
  }
  const call = { method: 'GET' as const, url: 'https://x', headers: {}, timeout: 9000 }
  const whole = { turns: 0 as const }

  test.each([
    ['login', { login: silent }, () => loginCode()],
    ['request', { request: silent }, () => wxHttp.send(call)],
    ['uploadFile', { uploadFile: () => ({ abort: silent }) }, () => wxUploads.start(upload).response],
    ['the image of a canvas', { createOffscreenCanvas: unread }, () => wxPictures.sample('p', 1)],
    [
      'canvasToTempFilePath',
      {
        createOffscreenCanvas: () => canvas((picture) => picture.onload()),
        canvasToTempFilePath: silent,
      },
      () => wxPictures.draw('p', whole, 2000),
    ],
  ])('holds nobody up for more than a minute: %s', async (_name, wx, call) => {
    installWx(wx)
    const ended = call().catch((error: unknown) => error)
    await jest.advanceTimersByTimeAsync(MINUTE)
    expect(await ended).toBeInstanceOf(HostFailure)
    expect(jest.getTimerCount()).toBe(0)
  })

  test.each([
    ['forgets it', silent],
    [
      'throws',
      () => {
        throw new Error('not supported')
      },
    ],
  ])('does not know how large a file is where the look at it %s', async (_way, getFileInfo) => {
    installWx({ getFileSystemManager: () => ({ getFileInfo }) })
    const size = wxUploads.size('p')
    await jest.advanceTimersByTimeAsync(MINUTE)
    expect(await size).toBeUndefined()
  })
})

describe('A picture that is drawn anew', () => {
  test('has the pixels that it was drawn with, however many the screen has to a point', async () => {
    const given: object[] = []
    installWx({
      createOffscreenCanvas: () => canvas((picture) => picture.onload()),
      canvasToTempFilePath: (options: { success(result: object): void }) => {
        given.push(options)
        options.success({ tempFilePath: 'drawn.jpg' })
      },
    })
    expect(await wxPictures.draw('p', { turns: 0 }, 2000)).toBe('drawn.jpg')
    const size = { x: 0, y: 0, width: 2000, height: 1000, destWidth: 2000, destHeight: 1000 }
    expect(given).toMatchObject([size])
  })
})

describe('The microphone', () => {
  /** A recorder of whose events a test tells. The host has one for the whole run, and so have these tests. */
  const events: Record<string, (given?: object) => void> = {}
  const on = (name: string) => (listener: () => void) => {
    events[name] = listener
  }
  let stops = 0
  const manager = {
    onStart: on('start'),
    onStop: on('stop'),
    onError: on('error'),
    onInterruptionBegin: on('interruption'),
    start: silent,
    stop: () => {
      stops += 1
    },
  }
  beforeEach(() => {
    stops = 0
    installWx({ getRecorderManager: () => manager })
  })

  test('that ends before it began says so, and can be begun again', async () => {
    const begun = wxRecorder.start(60_000)
    events.stop?.({ tempFilePath: 'a' })
    await expect(begun).rejects.toThrow(HostFailure)
    const again = wxRecorder.start(60_000)
    events.start?.()
    const stopped = (await again).stop()
    events.stop?.({ tempFilePath: 'b' })
    expect(await stopped).toBe('b')
  })

  test('that never begins, or never ends, holds nobody up', async () => {
    const begun = wxRecorder.start(60_000).catch((error: unknown) => error)
    await jest.advanceTimersByTimeAsync(MINUTE)
    expect(await begun).toBeInstanceOf(HostFailure)
    expect(stops).toBe(1)
    const again = wxRecorder.start(60_000)
    events.start?.()
    const stopped = (await again).stop().catch((error: unknown) => error)
    await jest.advanceTimersByTimeAsync(MINUTE)
    expect(await stopped).toBeInstanceOf(HostFailure)
  })

  test('that a call takes away gives what was said until then', async () => {
    const begun = wxRecorder.start(60_000)
    events.start?.()
    const recording = await begun
    events.interruption?.()
    expect(stops).toBe(1)
    events.stop?.({ tempFilePath: 'half' })
    expect(await recording.stop()).toBe('half')
  })
})
