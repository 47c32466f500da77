import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type * as ProgramModule from '../../miniprogram/program'
import { frames, recordConsole } from '../support/ask'
import { FakeServer, login } from '../support/fake-server'
import { FakeWx, installWx } from '../support/fake-wx'
import { settle } from '../support/settle'

const platform = path.resolve(__dirname, '../../miniprogram/platform')
const NEEDED = ['connectSocket', 'request']

/** Everything of `wx` that the program names, and can do without. */
const OPTIONAL = [...new Set(readdirSync(platform).flatMap(namedIn))].filter((name) => !NEEDED.includes(name))

function namedIn(file: string): string[] {
  const source = readFileSync(path.join(platform, file), 'utf8')
  return [...source.matchAll(/\b(?:wx|host\(\))\.([a-zA-Z]+)/g)].flatMap(([, name]) => name ?? [])
}

/** Ways in which a host can fail an API. */
const FAILURES = {
  'is missing': () => undefined,
  'throws when it is called': () => () => {
    throw new Error('the host does not know it')
  },
  'gives nothing': () => () => undefined,
} as const

/** A host with sockets, requests and storage, and with nothing else. */
function barePhone() {
  const phone = new FakeWx()
  const server = new FakeServer().on('POST /api/v1/auth/dev-login', login('student'))
  const { getStorageSync, setStorageSync, removeStorageSync } = phone.whole()
  const wx = {
    ...phone.bare(),
    request: server.request,
    getStorageSync,
    setStorageSync,
    removeStorageSync,
  }
  return { phone, wx }
}

/** Starts the program anew on this host, asks, and reads the answer to its end; what a student then sees of it. */
async function askToTheEnd(phone: FakeWx, wx: object): Promise<string | undefined> {
  installWx(wx)
  jest.resetModules()
  const { createProgram }: typeof ProgramModule = require('../../miniprogram/program')
  const { conversation } = createProgram()
  await conversation.start()
  expect(conversation.send('1+1?')).toBe('sent')
  await settle()
  const { socket } = phone
  socket.open()
  await settle()
  socket.frame(frames.accepted())
  socket.frame(frames.content(1, '等于 '))
  socket.frame(frames.content(2, '2'))
  socket.frame(frames.finished(3, '等于 2'))
  socket.frame(frames.done(4))
  await settle()
  expect(conversation.underWay).toBeUndefined()
  return conversation.turns[0]?.text
}

beforeEach(() => {
  recordConsole()
})

afterEach(() => {
  jest.restoreAllMocks()
})

test('the program names what it uses of a host', () => {
  expect(OPTIONAL).toEqual(
    expect.arrayContaining(['canIUse', 'getStorageSync', 'onAppHide', 'getWindowInfo']),
  )
})

test('a host that has sockets, requests and storage and nothing else gives the answer to its end', async () => {
  const { phone, wx } = barePhone()
  expect(await askToTheEnd(phone, wx)).toBe('等于 2')
})

test('so does a host that has not even storage', async () => {
  const { phone, wx } = barePhone()
  expect(await askToTheEnd(phone, { connectSocket: wx.connectSocket, request: wx.request })).toBe('等于 2')
})

describe.each(Object.entries(FAILURES))(
  'no answer is lost where an API that can be done without %s',
  (_, failing) => {
    test.each(OPTIONAL)('%s', async (name) => {
      const { phone, wx } = barePhone()
      const { request: _request, ...whole } = phone.whole()
      expect(await askToTheEnd(phone, { ...whole, request: wx.request, [name]: failing() })).toBe('等于 2')
    })

    test('all of them', async () => {
      const { phone, wx } = barePhone()
      const broken = Object.fromEntries(OPTIONAL.map((name) => [name, failing()]))
      expect(await askToTheEnd(phone, { ...wx, ...broken })).toBe('等于 2')
    })
  },
)

test('an API that throws when it is only looked at is done without', async () => {
  const { phone, wx } = barePhone()
  const host = { ...wx }
  for (const name of OPTIONAL) {
    Object.defineProperty(host, name, {
      get() {
        throw new Error('the host does not know it')
      },
    })
  }
  expect(await askToTheEnd(phone, host)).toBe('等于 2')
})
