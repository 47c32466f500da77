import { isRecord } from './browser'
import { createEmitter } from './emitter'
import { showOrHide } from './page'
import type { PageStack } from './page-stack'
import { reportProgramError } from './reports'

type Options = Record<string, unknown>

/** Starts the App object and carries the browser's visibility to it, to the top page and to wx's listeners. */
export class AppLifeCycle {
  readonly shown = createEmitter<Options>()
  readonly hidden = createEmitter<Options>()
  readonly failed = createEmitter<string>()
  readonly rejected = createEmitter<Options>()
  private instance: Record<string, unknown> = {}
  private isHidden = false

  /** The global `App()`. */
  readonly register = (definition: unknown): void => {
    if (isRecord(definition)) this.instance = definition
  }

  /** The global `getApp()`. */
  readonly get = (): Record<string, unknown> => this.instance

  readonly launchOptions = (): Options => {
    const route = this.pages.top?.route ?? this.pages.all[0]?.route
    return { path: route?.path ?? this.firstPage, query: route?.query ?? {}, scene: 1001, referrerInfo: {} }
  }

  constructor(
    private readonly pages: PageStack,
    private readonly firstPage: string,
  ) {}

  launch(): void {
    this.call('onLaunch', this.launchOptions())
    this.call('onShow', this.launchOptions())
    window.addEventListener('error', (event) => {
      this.call('onError', event.message)
      this.failed.emit(event.message)
    })
    window.addEventListener('unhandledrejection', (event) => {
      const rejection = { reason: event.reason, promise: event.promise }
      this.call('onUnhandledRejection', rejection)
      this.rejected.emit(rejection)
    })
    document.addEventListener('visibilitychange', () => (document.hidden ? this.hide() : this.show()))
  }

  /** To the background. */
  hide(): void {
    if (this.isHidden) return
    this.isHidden = true
    const page = this.pages.top
    if (page !== undefined) showOrHide(page, 'hide')
    this.call('onHide')
    this.hidden.emit({ reason: 0 })
  }

  /** Back to the front. */
  show(): void {
    if (!this.isHidden) return
    this.isHidden = false
    this.call('onShow', this.launchOptions())
    this.shown.emit(this.launchOptions())
    const page = this.pages.top
    if (page !== undefined) showOrHide(page, 'show')
  }

  private call(method: string, ...parameters: unknown[]): void {
    const found = this.instance[method]
    if (typeof found !== 'function') return
    try {
      found.apply(this.instance, parameters)
    } catch (error) {
      reportProgramError(error, `App.${method}`)
    }
  }
}
