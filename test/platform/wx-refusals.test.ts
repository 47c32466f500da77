import { HostFailure, HostRefusal } from '../../miniprogram/platform/ports'
import { copyText } from '../../miniprogram/platform/wx-clipboard'
import { choosePhotos } from '../../miniprogram/platform/wx-photos'
import { wxRecorder } from '../../miniprogram/platform/wx-recorder'
import { givePicture } from '../../miniprogram/platform/wx-sheet'
import { recordConsole } from '../support/ask'
import { installWx } from '../support/fake-wx'

type Call = (options: { fail(reason: object): void }) => void

/** Everything of the student's that the program asks a host for, and the API that it asks. */
const THINGS: [thing: string, api: string, ask: () => Promise<unknown>][] = [
  ['camera and album', 'chooseMedia', () => choosePhotos(1, ['camera'])],
  ['microphone', 'authorize', () => wxRecorder.allow()],
  ['the album, to keep a picture', 'showShareImageMenu', () => givePicture('a.jpg')],
  ['clipboard', 'setClipboardData', () => copyText('x')],
]

/** What hosts say, without the name of the API before it; what it is. */
const SAID: [reason: { errMsg: string; errno?: number | string }, code: string | undefined][] = [
  [{ errMsg: 'fail privacy permission is not authorized', errno: 104 }, 'PRIVACY_REFUSED'],
  [{ errMsg: 'fail privacy permission is not authorized' }, 'PRIVACY_REFUSED'],
  [{ errMsg: 'fail', errno: 104 }, 'PRIVACY_REFUSED'],
  [{ errMsg: 'fail auth deny', errno: 103 }, 'SCOPE_REFUSED'],
  [{ errMsg: 'fail:auth denied' }, 'SCOPE_REFUSED'],
  [{ errMsg: 'fail user deny' }, 'SCOPE_REFUSED'],
  [{ errMsg: 'fail', errno: '103' }, 'SCOPE_REFUSED'],
  [{ errMsg: 'fail system permission denied', errno: 103 }, 'SYSTEM_REFUSED'],
  [{ errMsg: 'fail:system permission denied' }, 'SYSTEM_REFUSED'],
  [{ errMsg: 'fail', errno: 3 }, 'SYSTEM_REFUSED'],
  [{ errMsg: 'fail api scope is not declared in the privacy agreement', errno: 112 }, undefined],
  [{ errMsg: 'fail internal error', errno: 4 }, undefined],
  [{ errMsg: 'fail permission denied, open "wxfile://usr/a"' }, undefined],
]

const refusing =
  (reason: object): Call =>
  ({ fail }) =>
    fail(reason)

async function failureOf(ask: () => Promise<unknown>): Promise<unknown> {
  return ask().then(
    () => 'succeeded',
    (error: unknown) => error,
  )
}

const codeOf = (error: unknown) => (error instanceof HostRefusal ? error.code : undefined)

beforeEach(() => void recordConsole())
afterEach(() => jest.restoreAllMocks())

describe('Who refuses is told apart, by what the host says', () => {
  test.each(
    THINGS.flatMap(([thing, api, ask]) =>
      SAID.map(([reason, code]) => [thing, reason.errMsg, reason.errno, code, { api, ask, reason }] as const),
    ),
  )('%s: %s, %s is %s', async (_thing, _text, _errno, code, { api, ask, reason }) => {
    installWx({ [api]: refusing({ ...reason, errMsg: `${api}:${reason.errMsg}` }) })
    const failure = await failureOf(ask)
    expect(failure).toBeInstanceOf(HostFailure)
    expect(codeOf(failure)).toBe(code)
  })

  test('who changed their mind refused nothing', async () => {
    const cancel = refusing({ errMsg: 'chooseMedia:fail cancel', errno: 1 })
    installWx({ chooseMedia: cancel, showShareImageMenu: cancel })
    expect(await choosePhotos(1, ['camera'])).toEqual([])
    await givePicture('a.jpg')
  })
})

describe('What the phone keeps from WeChat', () => {
  const denies = (name: string) => ({ getAppAuthorizeSetting: () => ({ [name]: 'denied' }) })
  const vague = refusing({ errMsg: 'fail' })

  test.each(['cameraAuthorized', 'albumAuthorized'])(
    'is told by its own switch where the host has no words for it: %s',
    async (name) => {
      installWx({ chooseMedia: vague, ...denies(name) })
      expect(codeOf(await failureOf(() => choosePhotos(1, ['camera'])))).toBe('SYSTEM_REFUSED')
    },
  )

  test('is the microphone, also where the program has leave: nothing is begun that could only fail', async () => {
    const authorize = jest.fn(({ success }: { success(): void }) => success())
    installWx({ authorize, ...denies('microphoneAuthorized') })
    expect(codeOf(await failureOf(() => wxRecorder.allow()))).toBe('SYSTEM_REFUSED')
    expect(authorize).not.toHaveBeenCalled()
  })

  test('does not hide what the student refused', async () => {
    const chooseMedia = refusing({ errMsg: 'chooseMedia:fail privacy permission is not authorized' })
    installWx({ chooseMedia, ...denies('cameraAuthorized') })
    expect(codeOf(await failureOf(() => choosePhotos(1, ['camera'])))).toBe('PRIVACY_REFUSED')
  })

  test.each<[string, object]>([
    ['lacks the call', {}],
    [
      'throws in it',
      {
        getAppAuthorizeSetting: () => {
          throw new Error('not supported')
        },
      },
    ],
    ['gives nothing', { getAppAuthorizeSetting: () => undefined }],
    ['has not asked yet', { getAppAuthorizeSetting: () => ({ cameraAuthorized: 'not determined' }) }],
  ])('is not guessed where the host %s', async (_, more) => {
    installWx({ chooseMedia: vague, ...more })
    expect(codeOf(await failureOf(() => choosePhotos(1, ['camera'])))).toBeUndefined()
    installWx(more)
    expect(await failureOf(() => wxRecorder.allow())).toBe('succeeded')
  })
})

describe('A recorder that cannot start', () => {
  test('says who refuses, or that it failed', async () => {
    const listeners: Record<string, (reason: object) => void> = {}
    const on = (name: string) => (listener: (reason: object) => void) => {
      listeners[name] = listener
    }
    const silent = () => undefined
    const manager = {
      onStart: silent,
      onStop: silent,
      onInterruptionBegin: silent,
      onError: on('error'),
      start: silent,
      stop: silent,
    }
    const failing = async (reason: object, more: object = {}) => {
      installWx({ getRecorderManager: () => manager, ...more })
      const begun = failureOf(() => wxRecorder.start(60_000))
      listeners.error?.(reason)
      return codeOf(await begun)
    }
    expect(await failing({ errMsg: 'operateRecorder:fail:system permission denied' })).toBe('SYSTEM_REFUSED')
    expect(await failing({ errMsg: 'operateRecorder:fail auth deny' })).toBe('SCOPE_REFUSED')
    expect(await failing({ errMsg: 'operateRecorder:fail:start_record_error' })).toBeUndefined()
    const denied = { getAppAuthorizeSetting: () => ({ microphoneAuthorized: 'denied' }) }
    expect(await failing({ errMsg: 'operateRecorder:fail:start_record_error' }, denied)).toBe(
      'SYSTEM_REFUSED',
    )
  })
})
