import * as glassEasel from 'glass-easel'
import { PROVIDED_GLOBALS } from '../shared/globals'
import type { ProgramCode, ProgramDescription } from '../shared/program'
import { AppLifeCycle } from './app'
import { Backend, convertInlineStyles } from './backend'
import { element } from './browser'
import { actionsBy } from './builtins/controls'
import { completeMethodCaller } from './caller'
import { watchDevice } from './device'
import { useWeChatEvents } from './events'
import { watchLayers } from './layers'
import { PageStack } from './page-stack'
import { createRegistry, ScriptScope } from './registry'
import { isLibrary, reportProgramError, reports, reportWarning } from './reports'
import css from './style.css'
import { requireLater } from './sub-packages'
import { watchTheme } from './theme'
import { createWx } from './wx/api'
import { askForPrivacy } from './wx/privacy'
import { storage } from './wx/storage'
import { getDate, getRegExp, wxsRuntime } from './wxs'

/** The bundle's function of WeChat's globals, in the order of PROVIDED_GLOBALS. */
type ProgramFactory = (...globals: unknown[]) => ProgramCode

declare global {
  interface Window {
    /** Called once by the program's bundle. */
    registerProgram: (description: ProgramDescription, factory: ProgramFactory) => void
    /** For the end-to-end tests. */
    preview: {
      reports: typeof reports
      hideApp: () => void
      showApp: () => void
      /** The student has not agreed to the privacy guide. */
      askForPrivacy: () => void
    }
  }
}

/** Where the program finds its server: this origin passes /api on. See the program's configuration. */
const SERVER_ADDRESS_KEY = 'server-address'

function useOwnOrigin(): void {
  if (!storage.has(SERVER_ADDRESS_KEY)) storage.set(SERVER_ADDRESS_KEY, location.origin)
}

function reportEngineErrors(): void {
  glassEasel.addGlobalErrorListener((error, method, related) => {
    const where = typeof related === 'string' ? related : (related?.is ?? '')
    reportProgramError(error, `${where} ${method ?? ''}`)
    return false
  })
  glassEasel.addGlobalWarningListener((message, related) => {
    const where = typeof related === 'string' ? related : related.is
    // libraries are as they are
    if (!isLibrary(where)) reportWarning(`${where}: ${message}`)
    return false
  })
}

/** The page to open first: the address's, so that a reload stays where it was, else the program's first. */
function firstUrl(pages: readonly string[]): string {
  const asked = decodeURI(location.hash.replace(/^#\//, ''))
  return pages.includes(asked.split('?')[0] ?? '') ? `/${asked}` : `/${pages[0] ?? ''}`
}

function start(program: ProgramDescription, factory: ProgramFactory): void {
  const backend = new Backend()
  const pages = new PageStack(program, backend)
  const app = new AppLifeCycle(pages, program.pages[0] ?? '')
  const scope = new ScriptScope()
  const wx = createWx(pages, app)
  const globals: Record<(typeof PROVIDED_GLOBALS)[number], unknown> = {
    wx,
    App: app.register,
    Page: scope.Page,
    Component: scope.Component,
    Behavior: scope.Behavior,
    getApp: app.get,
    getCurrentPages: () => pages.all.map((page) => page.caller),
    getRegExp,
    getDate,
    wxsRuntime,
    requireLater,
  }
  const code = factory(...PROVIDED_GLOBALS.map((name) => globals[name]))
  code.runApp()
  const actions = actionsBy(wx, () => pages.share())
  pages.use(createRegistry(program, code, backend, scope, actions))
  backend.listen()
  app.launch()
  pages.navigateTo(firstUrl(program.pages))
  window.preview = { reports, hideApp: () => app.hide(), showApp: () => app.show(), askForPrivacy }
  document.documentElement.dataset.ready = 'true'
}

document.head.prepend(element('style', { text: css, attributes: { 'wx-base': '' } }))
watchDevice()
watchLayers()
watchTheme()
useOwnOrigin()
convertInlineStyles()
useWeChatEvents()
completeMethodCaller()
reportEngineErrors()
window.registerProgram = start
