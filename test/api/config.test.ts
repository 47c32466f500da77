import type * as Config from '../../miniprogram/config'
import { FakeWx, installWx } from '../support/fake-wx'

const config: typeof Config = require('../../miniprogram/config')
let phone: FakeWx

/** A host that runs this version of the program. */
function running(envVersion: string | undefined): void {
  phone = new FakeWx()
  const account =
    envVersion === undefined ? {} : { getAccountInfoSync: () => ({ miniProgram: { envVersion } }) }
  installWx({ ...phone.whole(), ...account })
}

describe('how formulas are shown', () => {
  test('is one setting of the program; in develop a person can choose another', () => {
    running('develop')
    expect(config.formulaForm()).toBe('compact')
    config.changeFormulaForm('source')
    expect(config.formulaForm()).toBe('source')
    phone.storage.set('formula-form', 'nonsense')
    expect(config.formulaForm()).toBe('compact')
  })

  test('is the same for everybody in trial and release', () => {
    for (const version of ['trial', 'release']) {
      running(version)
      phone.storage.set('formula-form', 'source')
      expect(config.formulaForm()).toBe('compact')
    }
  })
})

describe('the server’s address', () => {
  test('is this machine in develop, and where the host does not tell', () => {
    running('develop')
    expect(config.serverOrigin()).toBe('http://127.0.0.1:8000')
    running(undefined)
    expect(config.serverOrigin()).toBe('http://127.0.0.1:8000')
    installWx({})
    expect(config.serverOrigin()).toBe('http://127.0.0.1:8000')
    installWx(undefined)
    expect(config.serverOrigin()).toBe('http://127.0.0.1:8000')
  })

  test('is an https one in trial and release, whatever was chosen in develop', () => {
    for (const version of ['trial', 'release']) {
      running(version)
      phone.storage.set('server-address', 'http://10.0.0.1:8000')
      expect(config.serverOrigin()).toMatch(/^https:\/\/[^/]+$/)
      expect(config.canChangeServer()).toBe(false)
    }
  })

  test('can be chosen in develop and is kept under server-address; an empty one brings the default back', () => {
    running('develop')
    expect(config.canChangeServer()).toBe(true)
    config.changeServer(' HTTPS://192.168.1.5:8000/ ')
    expect(phone.storage.get('server-address')).toBe('https://192.168.1.5:8000')
    expect(config.serverOrigin()).toBe('https://192.168.1.5:8000')
    config.changeServer('')
    expect(config.serverOrigin()).toBe('http://127.0.0.1:8000')
    phone.storage.set('server-address', 'nonsense')
    expect(config.serverOrigin()).toBe('http://127.0.0.1:8000')
  })

  test.each(['http://localhost:8000', 'https://tutor.example.com', 'http://[::1]:8000', 'http://10.0.0.1'])(
    '%s is one',
    (origin) => {
      expect(config.parseServerOrigin(origin)).toBe(origin)
    },
  )

  test.each([
    ['', 'EMPTY'],
    ['192.168.1.5:8000', 'NO_SCHEME'],
    ['ws://192.168.1.5:8000', 'NO_SCHEME'],
    ['https://', 'NO_SCHEME'],
    ['https://host/path', 'NOT_AN_ORIGIN'],
    ['https://host?x', 'NOT_AN_ORIGIN'],
    ['https://user@host', 'NOT_AN_ORIGIN'],
    ['https://ho st', 'NOT_AN_ORIGIN'],
    ['https://host:port', 'NOT_AN_ORIGIN'],
    ['https://host:70000', 'BAD_PORT'],
    ['https://host:0', 'BAD_PORT'],
  ])('"%s" is refused: %s', (text, code) => {
    expect(() => config.parseServerOrigin(text)).toThrow(
      expect.objectContaining({ name: 'ServerAddressError', code }),
    )
  })

  test('gives ws for http and wss for https', () => {
    expect(config.answerSocketUrl('http://a:1')).toBe('ws://a:1/api/v1/learning/ws/ask')
    expect(config.answerSocketUrl('https://a')).toBe('wss://a/api/v1/learning/ws/ask')
  })
})
