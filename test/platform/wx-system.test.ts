import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileWays } from '../../miniprogram/platform/wx-documents'
import { systemTheme } from '../../miniprogram/platform/wx-look'
import { choiceLimit } from '../../miniprogram/platform/wx-photos'
import { topArea, windowHeight, windowSize } from '../../miniprogram/platform/wx-window'
import { recordConsole } from '../support/ask'
import { installWx } from '../support/fake-wx'

const PLATFORM = path.join(__dirname, '../../miniprogram/platform')

/** A tablet with a notch, dark, of base library 2.20.0 or as it is said. */
const tablet = {
  windowWidth: 1180,
  windowHeight: 820,
  statusBarHeight: 44,
  SDKVersion: '2.25.0',
  theme: 'dark',
  platform: 'mac',
}
const throws = () => {
  throw new Error('not supported')
}

/** Everything that the program knows of what it runs on. */
function known() {
  return {
    size: windowSize(),
    height: windowHeight(),
    top: topArea(),
    theme: systemTheme(),
    photos: choiceLimit(),
    save: fileWays().save,
  }
}

const TOLD = {
  size: { width: 1180, height: 820 },
  height: 820,
  top: { statusBar: 44, bar: 44, capsule: 96 },
  theme: 'dark',
  photos: 20,
  save: true,
}

beforeEach(() => void recordConsole())
afterEach(() => jest.restoreAllMocks())

describe('What the program runs on', () => {
  const newer = ['getWindowInfo', 'getAppBaseInfo', 'getDeviceInfo']

  test.each([
    ['lacks the calls of 2.20.1', undefined],
    ['throws in them', throws],
    ['gives nothing by them', () => undefined],
  ])('is told by the older call where a host %s', (_way, call) => {
    const calls = Object.fromEntries(newer.map((name) => [name, call]))
    installWx({ ...calls, getSystemInfoSync: () => tablet, saveFileToDisk: () => undefined })
    expect(known()).toEqual(TOLD)
  })

  test('is told by the newer calls where there are such, and the slower old one is not called', () => {
    const getSystemInfoSync = jest.fn()
    const calls = Object.fromEntries(newer.map((name) => [name, () => tablet]))
    installWx({ ...calls, getSystemInfoSync, saveFileToDisk: () => undefined })
    expect(known()).toEqual(TOLD)
    expect(getSystemInfoSync).not.toHaveBeenCalled()
  })

  test.each([
    ['tells nothing', {}],
    ['throws in all of them', { getSystemInfoSync: throws }],
  ])('is a phone of the usual measures where a host %s', (_way, wx) => {
    installWx(wx)
    expect(known()).toEqual({
      size: { width: 390, height: 844 },
      height: undefined,
      top: { statusBar: 20, bar: 44, capsule: 96 },
      theme: 'light',
      photos: 9,
      save: false,
    })
  })

  test('is asked in one file, so that each question has its older way', () => {
    const asking = readdirSync(PLATFORM).filter((file) =>
      /\bwx\.(?:getWindowInfo|getAppBaseInfo|getDeviceInfo|getSystemInfoSync)\b/.test(
        readFileSync(path.join(PLATFORM, file), 'utf8').replace(/^\s*(?:\/?\*|\/\/).*$/gm, ''),
      ),
    )
    expect(asking).toEqual(['wx-system.ts'])
  })
})
