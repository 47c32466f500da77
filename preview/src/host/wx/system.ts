import { capsuleOf, currentDevice, NAVIGATION_BAR_HEIGHT } from '../device'
import { createEmitter } from '../emitter'
import type { PageStack } from '../page-stack'
import { currentTheme, themeChanges } from '../theme'
import { asynchronous, type Options } from './call'

const LANGUAGE = 'zh_CN'
/** The library version whose calls the preview offers. */
const SDK_VERSION = '3.8.0'

const device = {
  brand: 'preview',
  model: 'browser',
  system: 'iOS 17.0',
  platform: 'devtools',
  memorySize: 4096,
  benchmarkLevel: 40,
  abi: 'arm64',
}

const base = () => ({
  SDKVersion: SDK_VERSION,
  version: '8.0.50',
  language: LANGUAGE,
  theme: currentTheme(),
  host: { env: 'WeChat', appId: '', version: 0 },
  enableDebug: true,
  fontSizeSetting: 16,
  fontSizeScaleFactor: 1,
})

/** The device's measures over the window's size. */
function windowInfo(pages: PageStack): Options {
  const { innerWidth: width, innerHeight: height } = window
  const hasBar = pages.top?.frame.node.classList.contains('has-nav') ?? false
  const { statusBar, bottom: strip, side } = currentDevice()
  const barHeight = hasBar ? statusBar + NAVIGATION_BAR_HEIGHT : 0
  const bottom = height - strip
  return {
    pixelRatio: window.devicePixelRatio,
    screenWidth: width,
    screenHeight: height,
    windowWidth: width,
    windowHeight: height - barHeight,
    statusBarHeight: statusBar,
    screenTop: barHeight,
    safeArea: {
      left: side,
      right: width - side,
      top: statusBar,
      bottom,
      width: width - 2 * side,
      height: bottom - statusBar,
    },
  }
}

const capsule = (): Options => capsuleOf(currentDevice())

const networkType = () => (navigator.onLine ? 'wifi' : 'none')

/** Events of the network, from the browser's own. */
function networkEvents() {
  const changes = createEmitter<Options>()
  const tell = () => changes.emit({ isConnected: navigator.onLine, networkType: networkType() })
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return { onNetworkStatusChange: changes.on, offNetworkStatusChange: changes.off }
}

/** Window size changes, and with them the capsule's place. */
function windowEvents() {
  const resizes = createEmitter<Options>()
  const capsules = createEmitter<Options>()
  window.addEventListener('resize', () => {
    resizes.emit({ size: { windowWidth: window.innerWidth, windowHeight: window.innerHeight } })
    capsules.emit(capsule())
  })
  return {
    onWindowResize: resizes.on,
    offWindowResize: resizes.off,
    onMenuButtonBoundingClientRectWeightChange: capsules.on,
    offMenuButtonBoundingClientRectWeightChange: capsules.off,
  }
}

/** `{theme}` after a change, for listeners of wx.onThemeChange. */
function themeEvents() {
  const changes = createEmitter<Options>()
  themeChanges.on((theme) => changes.emit({ theme }))
  return { onThemeChange: changes.on, offThemeChange: changes.off }
}

/** A desktop browser shows no keyboard of its own: the height stays 0 unless the visual viewport shrinks. */
function keyboardEvents() {
  const changes = createEmitter<Options>()
  let last = 0
  window.visualViewport?.addEventListener('resize', () => {
    const height = Math.max(
      0,
      Math.round(window.innerHeight - (window.visualViewport?.height ?? window.innerHeight)),
    )
    if (height !== last) changes.emit({ height, duration: 0 })
    last = height
  })
  return { onKeyboardHeightChange: changes.on, offKeyboardHeightChange: changes.off }
}

/** What wx tells of the device, the window, the network and the theme. */
export function systemApi(pages: PageStack) {
  const all = () => ({ ...windowInfo(pages), ...base(), ...device })
  return {
    getWindowInfo: () => windowInfo(pages),
    getAppBaseInfo: base,
    getDeviceInfo: () => device,
    getSystemInfoSync: all,
    getSystemInfo: asynchronous('getSystemInfo', all),
    getSystemSetting: () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true }),
    getAppAuthorizeSetting: () => ({ cameraAuthorized: 'authorized', albumAuthorized: 'authorized' }),
    getMenuButtonBoundingClientRect: capsule,
    getNetworkType: asynchronous('getNetworkType', () => ({ networkType: networkType() })),
    ...networkEvents(),
    ...windowEvents(),
    ...themeEvents(),
    ...keyboardEvents(),
    hideKeyboard: asynchronous('hideKeyboard', () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    }),
    vibrateShort: asynchronous('vibrateShort', () => void navigator.vibrate?.(15)),
    vibrateLong: asynchronous('vibrateLong', () => void navigator.vibrate?.(400)),
  }
}
