import { runInNewContext } from 'node:vm'
import { HostFailure } from '../../miniprogram/platform/ports'
import { loginCode } from '../../miniprogram/platform/wx-account'
import { wxChunkedRequests } from '../../miniprogram/platform/wx-chunked-request'
import { copyText } from '../../miniprogram/platform/wx-clipboard'
import { chosen } from '../../miniprogram/platform/wx-dialog'
import { wxHttp, wxUploads } from '../../miniprogram/platform/wx-http'
import { wxLifecycle } from '../../miniprogram/platform/wx-lifecycle'
import { wxLogger } from '../../miniprogram/platform/wx-logger'
import { choosePhotos } from '../../miniprogram/platform/wx-photos'
import { wxSockets } from '../../miniprogram/platform/wx-socket'
import { wxStorage } from '../../miniprogram/platform/wx-storage'
import { recordConsole } from '../support/ask'
import { FakeSocket, FakeWx, installWx } from '../support/fake-wx'

let written: ReturnType<typeof recordConsole>

beforeEach(() => {
  written = recordConsole()
})

afterEach(() => {
  jest.restoreAllMocks()
})

describe('a socket', () => {
  const handlers = () => ({ opened: jest.fn(), message: jest.fn(), closed: jest.fn(), full: jest.fn() })

  test('that the host refuses to make is told as closed, not thrown', () => {
    const hosts = [
      undefined,
      {},
      {
        connectSocket: () => {
          throw new Error('too many')
        },
      },
      { connectSocket: () => undefined },
    ]
    for (const wx of hosts) {
      installWx(wx)
      const told = handlers()
      wxSockets.connect('wss://x', 1000, told)
      expect(told.closed).toHaveBeenCalledTimes(1)
    }
  })

  test('that fails, errs and closes for one failure is told once', () => {
    const told = handlers()
    let socket = new FakeSocket({ url: '' })
    const connectSocket = (options: { url: string; fail(reason: object): void }) => {
      socket = new FakeSocket(options)
      options.fail({ errMsg: 'connectSocket:fail' })
      return socket.task
    }
    installWx({ connectSocket })
    wxSockets.connect('wss://x', 1000, told)
    socket.error()
    socket.drop()
    socket.frame('late')
    socket.open()
    expect(told.closed).toHaveBeenCalledTimes(1)
    expect(told.message).not.toHaveBeenCalled()
    expect(told.opened).not.toHaveBeenCalled()
    expect(socket.closed).toBe(1)
  })

  test('whose host throws in send or close breaks nothing', () => {
    const told = handlers()
    const task = {
      ...new FakeSocket({ url: '' }).task,
      onOpen: (listener: () => void) => listener(),
      send: () => {
        throw new Error('not open')
      },
      close: () => {
        throw new Error('not open')
      },
    }
    installWx({ connectSocket: () => task })
    const failed = jest.fn()
    wxSockets.connect('wss://x', 1000, {
      ...told,
      opened: (socket) => {
        socket.send('x', failed)
        socket.close()
      },
    })
    expect(failed).toHaveBeenCalledWith('not open')
  })

  test('gives text only', () => {
    const phone = new FakeWx()
    installWx(phone.bare())
    const told = handlers()
    wxSockets.connect('wss://x', 1000, told)
    phone.socket.open()
    phone.socket.frame('{"type":"keepalive"}')
    expect(told.message.mock.calls).toEqual([['{"type":"keepalive"}']])
  })
})

describe('a host that lacks an API', () => {
  beforeEach(() => installWx({}))

  test('stores nothing, tells nothing of its life, and logs to the console', () => {
    wxStorage.set('key', 1)
    wxStorage.remove('key')
    expect(wxStorage.get('key')).toBeUndefined()
    for (const cancel of [
      wxLifecycle.onHide(jest.fn()),
      wxLifecycle.onShow(jest.fn()),
      wxLifecycle.onNetworkChange(jest.fn()),
    ]) {
      expect(cancel).not.toThrow()
    }
    wxLogger.warn('something', { of: 'note' })
    expect(written).toEqual([{ level: 'warn', line: 'something', details: [{ of: 'note' }] }])
  })

  test('rejects calls and uploads, and fails chunked requests', async () => {
    const call = { method: 'GET' as const, url: 'https://x', headers: {}, timeout: 1 }
    await expect(wxHttp.send(call)).rejects.toMatchObject({ name: 'HostLacks' })
    const upload = {
      url: 'https://x',
      headers: {},
      path: 'p',
      field: 'file',
      onProgress: jest.fn(),
      timeout: 1,
    }
    await expect(wxUploads.start(upload).response).rejects.toMatchObject({ name: 'HostLacks' })
    expect(wxChunkedRequests.supported()).toBe(false)
  })
})

describe('storage', () => {
  test('that is full or broken is logged, never thrown', () => {
    const broken = () => {
      throw new Error('exceed max size')
    }
    installWx({ getStorageSync: broken, setStorageSync: broken, removeStorageSync: broken })
    expect(wxStorage.get('key')).toBeUndefined()
    wxStorage.set('key', 1)
    wxStorage.remove('key')
    expect(written.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn'])
  })
})

describe('a chunked request', () => {
  const handlers = () => ({
    opened: jest.fn(),
    chunk: jest.fn(),
    ended: jest.fn(),
    failed: jest.fn(),
    full: jest.fn(),
    unsupported: jest.fn(),
  })
  const options = { url: 'https://x', headers: {}, body: '{}', timeout: 1000 }

  test('on a host that takes it but reads no chunks is aborted, and not tried again', () => {
    const abort = jest.fn()
    installWx({ request: () => ({ abort }), canIUse: () => true })
    const told = handlers()
    expect(wxChunkedRequests.supported()).toBe(true)
    wxChunkedRequests.post(options, told)
    expect([told.unsupported, told.failed].map(({ mock }) => mock.calls.length)).toEqual([1, 0])
    expect(abort).toHaveBeenCalled()
    expect(wxChunkedRequests.supported()).toBe(false)
  })

  test('that was given up says nothing more', () => {
    const phone = new FakeWx()
    installWx(phone.whole())
    const told = handlers()
    const giveUp = wxChunkedRequests.post(options, told)
    phone.request.head()
    giveUp()
    phone.request.frame({})
    phone.request.answer(200)
    phone.request.fail()
    expect(phone.request.aborted).toBe(true)
    expect([told.opened, told.chunk, told.ended, told.failed].map(({ mock }) => mock.calls.length)).toEqual([
      1, 0, 0, 0,
    ])
  })

  test('whose short answer comes whole gives it as one chunk', () => {
    const phone = new FakeWx()
    installWx(phone.whole())
    const told = handlers()
    wxChunkedRequests.post(options, told)
    phone.request.answer(401, new Uint8Array([123, 125]).buffer)
    expect(told.chunk).toHaveBeenCalledTimes(1)
    expect(told.ended).toHaveBeenCalledWith(401, {})
  })

  const text = '{"答":1}'
  const bytes = new TextEncoder().encode(text)
  const offset = new Uint8Array([0, ...bytes, 0])
  test.each([
    ['bytes', new Uint8Array(bytes).buffer],
    ['bytes of another realm', runInNewContext('Uint8Array.from(bytes).buffer', { bytes })],
    ['a part of bytes', offset.subarray(1, -1)],
    ['text', text],
    ['what it made of JSON', JSON.parse(text)],
  ])('is read in whichever form a host gives it: %s', (_form, data) => {
    const read = (piece: ArrayBuffer | string): string =>
      typeof piece === 'string' ? piece : new TextDecoder().decode(new Uint8Array(piece))
    for (const give of ['chunk', 'whole']) {
      const phone = new FakeWx()
      installWx(phone.whole())
      const told = handlers()
      wxChunkedRequests.post(options, told)
      if (give === 'chunk') phone.request.piece(data)
      phone.request.answer(200, give === 'whole' ? data : '')
      expect(told.chunk.mock.calls.map(([piece]) => read(piece))).toEqual([text])
    }
  })

  test.each([[''], [undefined], [null], [new ArrayBuffer(0)], [new Uint8Array(0)]])(
    'of which nothing came has no chunk: %p',
    (data) => {
      const phone = new FakeWx()
      installWx(phone.whole())
      const told = handlers()
      wxChunkedRequests.post(options, told)
      phone.request.answer(200, data)
      expect([told.chunk.mock.calls.length, told.ended.mock.calls.length]).toEqual([0, 1])
    },
  )
})

describe('the realtime log', () => {
  test('gets key events, cut to what one entry may hold, and no debug lines', () => {
    const manager = { info: jest.fn(), warn: jest.fn(), error: jest.fn() }
    installWx({ getRealtimeLogManager: () => manager })
    wxLogger.debug('chunk')
    wxLogger.info('done', { id: 'a1' })
    wxLogger.warn('timeout')
    wxLogger.error('threw', new Error('x'.repeat(9000)))
    const circular: { self?: object } = {}
    circular.self = circular
    expect(() => wxLogger.error('threw', circular)).not.toThrow()
    expect(manager.info.mock.calls).toEqual([['done', '{"id":"a1"}']])
    expect(manager.warn.mock.calls).toEqual([['timeout']])
    expect(JSON.stringify(manager.error.mock.calls).length).toBeLessThan(5000)
  })
})

describe('the console', () => {
  test.each([
    ['release', ['log']],
    ['trial', ['debug', 'log']],
    ['develop', ['debug', 'log']],
    [undefined, ['debug', 'log']],
  ])('of version %s', (envVersion, levels) => {
    installWx({ getAccountInfoSync: () => ({ miniProgram: { envVersion } }) })
    wxLogger.debug('chunk', 1)
    wxLogger.info('done')
    expect(written.map(({ level }) => level)).toEqual(levels)
  })
})

describe('a call that the host answers later', () => {
  const calls: [name: string, api: string, call: () => Promise<unknown>][] = [
    ['a login', 'login', loginCode],
    ['a choice of photos', 'chooseMedia', () => choosePhotos(1, ['album'])],
    ['a copied text', 'setClipboardData', () => copyText('x')],
    [
      'a request',
      'request',
      () => wxHttp.send({ method: 'GET', url: 'https://x', headers: {}, timeout: 1000 }),
    ],
    ['an upload', 'uploadFile', () => wxUploads.start(upload).response],
  ]
  const upload = {
    url: 'https://x',
    headers: {},
    path: 'p',
    field: 'file',
    timeout: 1000,
    onProgress: () => undefined,
  }
  const ways: [name: string, api: unknown][] = [
    ['lacks it', undefined],
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['refuses', ({ fail }: { fail(reason: object): void }) => void fail({ errMsg: 'fail' })],
  ]
  test.each(
    calls.flatMap(([name, api, call]) => ways.map(([way, made]) => [name, way, api, made, call] as const)),
  )('%s fails as the host’s failure where the host %s', async (_, __, api, made, call) => {
    installWx({ [api]: made })
    await expect(call()).rejects.toBeInstanceOf(HostFailure)
  })
})

describe('a choice of several', () => {
  const asking = (showActionSheet: unknown) => {
    installWx({ showActionSheet })
    return chosen(['甲', '乙'])
  }

  test('is what the student takes, or nothing', async () => {
    type Sheet = { success(result: { tapIndex: number }): void; fail(reason: { errMsg: string }): void }
    expect(await asking(({ success }: Sheet) => success({ tapIndex: 1 }))).toBe(1)
    expect(await asking(({ fail }: Sheet) => fail({ errMsg: 'showActionSheet:fail cancel' }))).toBeUndefined()
  })

  test('is the first where the host cannot ask', async () => {
    type Sheet = { fail(reason: { errMsg: string }): void }
    expect(await asking(undefined)).toBe(0)
    expect(await asking(({ fail }: Sheet) => fail({ errMsg: 'showActionSheet:fail not supported' }))).toBe(0)
  })
})
