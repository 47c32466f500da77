import type { Account, AccountChange } from '../../../account/account'
import { asksConsent } from '../../../components/consent'
import type { Told } from '../../../components/event-data'
import { layer } from '../../../components/layers'
import { paintLook, putOnLook, takeOffLook } from '../../../components/look'
import { part } from '../../../components/part'
import { sayOn } from '../../../components/toast'
import { errorCode } from '../../../conversation/error-code'
import { type Look, lookOf, TEXT_SIZES, THEMES } from '../../../look/appearance'
import type { Cancel } from '../../../platform/ports'
import { programVersion } from '../../../platform/wx-account'
import { chosen } from '../../../platform/wx-dialog'
import { ignored } from '../../../platform/wx-host'
import { storageSize } from '../../../platform/wx-kept'
import { openPage, restartPage } from '../../../platform/wx-pages'
import { openPrivacyGuide } from '../../../platform/wx-privacy'
import { restartProgram } from '../../../platform/wx-program'
import { wxStorage } from '../../../platform/wx-storage'
import { ROUTES, routeWith } from '../../../routes'
import { program } from '../../../running-program'
import { dropAccount, keepAccount, writtenAccount } from '../../account/account-draft'
import { KEPT_REPORT, keptReport } from '../../account/kept-report'
import { reportView } from '../../account/report-view'
import { KEPT_BOOK } from '../../book/kept-book'
import type { FileSheet } from '../../components/file-sheet/file-sheet'
import { whenNetworkReturns } from '../../desk'
import { type MeAction, meError, meMessages as words } from '../../messages/me.zh-CN'
import { printSheet } from '../mistakes/print-sheet'
import { pageWords } from './page-words'
import { gradeName, gradeNames, type Setting, settingViews, sizeNames, themeNames } from './settings'

const DAYS = 7
const accounts = new WeakMap<object, Account>()
/** Ends a page's listening to the network. */
const listenings = new WeakMap<object, Cancel>()

/** The student: who they are, how the week went, how the program looks, and what becomes of their data. */
Component({
  behaviors: [layer('asking', '')],
  data: {
    look: '',
    /** All of it was erased: nothing is left to see. */
    isErased: false,
    closeByHand: false,
    /** What a screen reader is told. */
    said: '',
    /** The student's name and grade have been told. */
    isKnown: false,
    accountFailed: false,
    name: '',
    initial: words.nameless as string,
    grade: '',
    hasReport: false,
    reportState: 'loading' as 'loading' | 'failed' | 'kept' | 'loaded',
    report: reportView({
      days: DAYS,
      questions: 0,
      active_days: 0,
      mistakes: 0,
      reviews: 0,
      by_subject: [],
      weak_points: [],
    }),
    /** In pixels: the library's own grows with the screen. */
    arrow: { name: 'chevron-right', size: '20px', color: 'var(--ink-faint)' },
    settings: settingViews({ theme: 'system', size: 1 }, ''),
    asking: '' as '' | 'edit' | 'cache' | 'about' | 'erase',
    writtenName: '',
    writtenGrade: 0,
    gradeNames,
    about: '',
    confirms: {
      edit: { content: words.save, theme: 'primary' },
      cache: { content: words.cacheConfirm, theme: 'primary' },
      about: { content: words.known, theme: 'primary' },
      erase: { content: words.eraseConfirm, theme: 'danger' },
    },
    words: pageWords,
  },
  methods: {
    onLoad({ erased }: { erased?: string }) {
      putOnLook(this, program().appearance)
      if (erased !== undefined) return this.setData({ isErased: true })
      this.refreshSettings()
      const report = keptReport(wxStorage)
      if (report !== undefined) this.setData({ report: reportView(report), hasReport: true })
      listenings.set(
        this,
        whenNetworkReturns(() => this.load()),
      )
    },
    onShow() {
      asksConsent(this)
      paintLook(program().appearance)
      // What was done on another page meanwhile is in the week too.
      if (!this.data.isErased) this.load()
    },
    onReady() {
      // Words that come with their region are not told: it was empty until now.
      if (this.data.isErased) this.setData({ said: `${words.erased}。${words.erasedText}` })
    },
    onUnload() {
      takeOffLook(this)
      listenings.get(this)?.()
      accounts.delete(this)
    },

    /** Loads the week anew, and the account until it is known. */
    load() {
      if (!this.data.isKnown) void this.loadAccount()
      void this.loadReport()
    },
    async loadAccount() {
      this.setData({ accountFailed: false })
      try {
        this.showAccount(await program().account.me())
      } catch {
        // Said in its place, where it can be tried again.
        return this.setData({ accountFailed: true })
      }
      const { appearance } = program()
      const kept = lookOf(accounts.get(this)?.settings.appearance)
      // Chosen on another phone of theirs.
      if (kept !== undefined && !appearance.isChosen) {
        appearance.choose(kept)
        this.refreshSettings()
      } else if (appearance.isChosen && !isSame(kept, appearance.look)) this.keepLook()
    },
    showAccount(account: Account) {
      accounts.set(this, account)
      this.setData({
        isKnown: true,
        accountFailed: false,
        name: account.name,
        initial: Array.from(account.name)[0] ?? words.nameless,
        grade: gradeName(account.grade),
      })
    },
    async loadReport() {
      if (this.data.reportState !== 'loaded') this.setData({ reportState: 'loading' })
      try {
        const report = await program().account.report(DAYS)
        wxStorage.set(KEPT_REPORT, report)
        this.setData({ report: reportView(report), hasReport: true, reportState: 'loaded' })
      } catch {
        // Said in its place, where it can be tried again.
        this.setData({ reportState: this.data.hasReport ? 'kept' : 'failed' })
      }
    },
    refreshSettings() {
      this.setData({ settings: settingViews(program().appearance.look, storageSize()) })
    },

    sayProblem(action: MeAction, error: unknown) {
      sayOn(this, meError(action, errorCode(error)))
    },

    onReload() {
      this.load()
    },
    onPoint(event: Told<{ point: string }>) {
      void this.open(routeWith(ROUTES.mistakes, 'point', event.detail.point))
    },
    async open(url: string) {
      try {
        await openPage(url)
      } catch (error) {
        this.sayProblem('load', error)
      }
    },
    onPrint() {
      void part<FileSheet>(this, '#sheet')?.show(printSheet())
    },
    onSheetFailed(event: Told<{ error: unknown }>) {
      this.sayProblem('export', event.detail.error)
    },

    onEdit() {
      const { name, grade } = writtenAccount(wxStorage, accounts.get(this))
      this.setData({ asking: 'edit', writtenName: name, writtenGrade: grade })
    },
    onName(event: Told<{ value: string }>) {
      this.write({ writtenName: event.detail.value })
    },
    onGrade(event: Told<{ value: string | number }>) {
      this.write({ writtenGrade: Number(event.detail.value) })
    },
    write(change: { writtenName: string } | { writtenGrade: number }) {
      this.setData(change)
      const { writtenName: name, writtenGrade: grade } = this.data
      keepAccount(wxStorage, { name, grade }, accounts.get(this))
    },
    /** Given up by its own button; a tap beside the dialog only closes it. */
    onGiveUp() {
      dropAccount(wxStorage)
      this.onClose()
    },

    onSetting(event: WechatMiniprogram.BaseEvent) {
      const id: unknown = event.currentTarget.dataset.id
      const setting = this.data.settings.find((each) => each.id === id)?.id
      if (setting !== undefined) void this.set(setting)
    },
    async set(setting: Setting) {
      const { look } = program().appearance
      if (setting === 'appearance')
        await this.choose(themeNames, THEMES.indexOf(look.theme), (at) => ({ theme: THEMES[at] ?? 'system' }))
      else if (setting === 'size')
        await this.choose(sizeNames, TEXT_SIZES.indexOf(look.size), (at) => ({ size: TEXT_SIZES[at] ?? 1 }))
      else if (setting === 'privacy') openPrivacyGuide(() => sayOn(this, words.privacyFailed))
      else if (setting === 'export') this.exportAll()
      else if (setting === 'about')
        this.setData({ asking: 'about', about: words.aboutText(programVersion() || words.develop) })
      else this.setData({ asking: setting })
    },
    /** The host's sheet has no mark for what is chosen now: its words say it. */
    async choose(names: string[], now: number, lookAt: (at: number) => Partial<Look>) {
      const at = await chosen(names.map((name, each) => (each === now ? words.present(name) : name)))
      if (at === undefined) return
      program().appearance.choose(lookAt(at))
      this.refreshSettings()
      this.keepLook()
    },
    /** At the server too, for another phone; the next look at this page tries again. */
    keepLook() {
      const { account, appearance } = program()
      account.change({ settings: { appearance: appearance.look } }).catch(ignored)
    },
    exportAll() {
      void part<FileSheet>(this, '#sheet')?.show({
        title: words.export,
        text: words.exportText,
        name: words.exportFile,
        make: () => program().account.export(),
      })
    },

    async onConfirm() {
      const { asking } = this.data
      this.setData({ asking: '' })
      if (asking === 'edit') await this.saveAccount()
      else if (asking === 'cache') this.clearCache()
      else if (asking === 'erase') await this.erase()
    },
    async saveAccount() {
      const { writtenName, writtenGrade } = this.data
      const name = writtenName.trim()
      const change: AccountChange = {
        ...(name === '' ? {} : { name }),
        grade: writtenGrade === 0 ? null : writtenGrade,
      }
      try {
        this.showAccount(await program().account.change(change))
        dropAccount(wxStorage)
      } catch (error) {
        this.sayProblem('change', error)
      }
    },
    clearCache() {
      program().clearCache()
      for (const key of [KEPT_BOOK, KEPT_REPORT]) wxStorage.remove(key)
      this.refreshSettings()
      sayOn(this, words.cleared)
    },
    async erase() {
      try {
        await program().erase()
      } catch (error) {
        this.sayProblem('erase', error)
        return
      }
      // No page may stay that still shows something.
      restartPage(routeWith(ROUTES.me, 'erased', '1'))
    },
    onRestart() {
      restartProgram(ROUTES.chat, () => this.setData({ closeByHand: true, said: words.closeByHand }))
    },
  },
})

function isSame(one: Look | undefined, other: Look): boolean {
  return one?.theme === other.theme && one.size === other.size
}
