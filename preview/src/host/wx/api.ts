import type { AppLifeCycle } from '../app'
import type { PageStack } from '../page-stack'
import { reportWarning } from '../reports'
import { asynchronous } from './call'
import { canvasApi } from './canvas'
import { dialogApi } from './dialogs'
import { documentApi, USER_DATA_PATH } from './documents'
import { keysApi } from './keys'
import { mediaApi } from './media'
import { pagesApi } from './pages'
import { privacyApi, withConsent } from './privacy'
import { request } from './request'
import { connectSocket } from './socket'
import { soundApi } from './sound'
import { storageApi } from './storage'
import { systemApi } from './system'
import { uploadFile } from './upload'

/** Calls that have nothing to do in a browser and succeed, as they do on a phone that has nothing to show. */
const SILENT_CALLS = [
  'showShareMenu',
  'hideShareMenu',
  'setBackgroundTextStyle',
  'stopPullDownRefresh',
  'setKeepScreenOn',
  'showNavigationBarLoading',
  'hideNavigationBarLoading',
  'checkSession',
]

const silentCalls = () =>
  Object.fromEntries(SILENT_CALLS.map((name) => [name, asynchronous(name, () => undefined)]))

/** An account as DevTools shows it. */
function accountApi() {
  return {
    getAccountInfoSync: () => ({
      miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' },
    }),
    // no server of WeChat's knows this code: a development server has a login of its own
    login: asynchronous('login', () => ({ code: `preview-${Date.now()}` })),
    getSetting: asynchronous('getSetting', () => ({ authSetting: {} })),
  }
}

const noEvents = () => undefined

/** The global `wx`. A name that is not here is undefined, as on an old phone: programs must check. */
export function createWx(pages: PageStack, app: AppLifeCycle): Record<string, unknown> {
  const wx: Record<string, unknown> = {
    env: { USER_DATA_PATH },
    nextTick: (callback: () => void) => queueMicrotask(callback),
    canIUse: (name: string) => (name.split('.')[0] ?? '') in wx,
    getLaunchOptionsSync: app.launchOptions,
    getEnterOptionsSync: app.launchOptions,
    onAppShow: app.shown.on,
    offAppShow: app.shown.off,
    onAppHide: app.hidden.on,
    offAppHide: app.hidden.off,
    onError: app.failed.on,
    offError: app.failed.off,
    onUnhandledRejection: app.rejected.on,
    offUnhandledRejection: app.rejected.off,
    onMemoryWarning: noEvents,
    offMemoryWarning: noEvents,
    getUpdateManager: () => ({
      onCheckForUpdate: noEvents,
      onUpdateReady: noEvents,
      onUpdateFailed: noEvents,
      applyUpdate: () => reportWarning('applyUpdate: the preview is always current; reload the page'),
    }),
    getLogManager: () => console,
    request,
    uploadFile,
    connectSocket,
    ...systemApi(pages),
    ...pagesApi(pages),
    ...accountApi(),
    ...storageApi,
    ...mediaApi,
    ...canvasApi,
    ...soundApi,
    ...dialogApi,
    ...documentApi,
    ...keysApi(),
    ...privacyApi,
    ...silentCalls(),
    chooseMedia: withConsent('chooseMedia', mediaApi.chooseMedia),
    chooseImage: withConsent('chooseImage', mediaApi.chooseImage),
    setClipboardData: withConsent('setClipboardData', dialogApi.setClipboardData),
  }
  return wx
}
