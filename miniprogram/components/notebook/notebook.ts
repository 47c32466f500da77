import { fileAddress } from '../../api/learning'
import { errorCode } from '../../conversation/error-code'
import type { SessionList } from '../../conversation/session-list'
import { type SessionView, sessionViews } from '../../conversation/session-views'
import { chatMessages } from '../../messages/chat.zh-CN'
import { type Action, messages } from '../../messages/zh-CN'
import type { Cancel } from '../../platform/ports'
import { wxClock } from '../../platform/wx-clock'
import { topArea } from '../../platform/wx-window'
import { datum, type Told } from '../event-data'
import { layer } from '../layers'
import type { Methods } from '../part'

const lists = new WeakMap<object, SessionList>()
/** A name that was written, and is neither saved nor given up: it outlives its dialog and the notebook. */
const names = new WeakMap<SessionList, { id: string; title: string }>()
/** How many loads were begun: only the last one is shown. */
const loads = new WeakMap<object, number>()
/** Where the dialogs' shade lies: over the drawer too, which is at 11500. */
const ABOVE_DRAWER = 12000
/** Milliseconds without a key after which is searched. */
const SEARCH_DELAY = 300
const searches = new WeakMap<object, Cancel>()
/** Ends the notebook's listening to its list. */
const listenings = new WeakMap<object, Cancel>()

/** The book of earlier conversations, by days: search, open, rename, delete, and the way to a new page. */
const notebook = Component({
  behaviors: [layer('asking', '')],
  properties: {
    /** Below the host's status bar; else below a header that is there already. */
    topmost: { type: Boolean, value: false },
    /** How many exercises are to be reviewed. */
    due: { type: Number, value: 0 },
  },
  data: {
    /** Height of the status bar, in pixels. */
    statusBar: 0,
    loading: false,
    failed: false,
    hasMore: false,
    sessions: [] as SessionView[],
    /** What the button of each one's further actions is called. */
    optionLabels: [] as string[],
    /** What is searched for. */
    query: '',
    current: '',
    /** The session whose two actions are unfolded. */
    chosen: '',
    /** What the dialog about it asks. */
    asking: '' as '' | 'rename' | 'remove',
    title: '',
    /** Only the develop version can change its server. */
    canSetServer: false,
    words: {
      title: messages.sessions.title,
      create: messages.sessions.create,
      rename: messages.sessions.rename,
      remove: messages.sessions.remove,
      empty: messages.sessions.empty,
      search: messages.sessions.search,
      none: messages.sessions.none,
      failed: messages.sessions.failed,
      more: messages.sessions.more,
      renameTitle: messages.sessions.renameTitle,
      renamePlaceholder: messages.sessions.renamePlaceholder,
      removeTitle: messages.sessions.removeTitle,
      removeText: messages.sessions.removeText,
      cancel: messages.sessions.cancel,
      server: messages.server.entry,
      ...chatMessages.notebook,
    },
    reviewLabel: chatMessages.notebook.review as string,
    above: ABOVE_DRAWER,
    overlay: { zIndex: ABOVE_DRAWER },
    confirm: { content: messages.sessions.confirm, theme: 'primary' },
    confirmRemove: { content: messages.sessions.remove, theme: 'danger' },
  },
  observers: {
    due(due: number) {
      const { review, reviewDue } = chatMessages.notebook
      this.setData({ reviewLabel: due > 0 ? reviewDue(due) : review })
    },
  },
  lifetimes: {
    attached() {
      this.setData({ statusBar: topArea().statusBar })
    },
    ready() {
      this.triggerEvent('notebookready')
    },
    detached() {
      searches.get(this)?.()
      listenings.get(this)?.()
    },
  },
  methods: {
    /** Loads the list anew; `current` is the open session. */
    show(list: SessionList, current: string | undefined, canSetServer: boolean) {
      lists.set(this, list)
      listenings.get(this)?.()
      listenings.set(
        this,
        list.subscribe(() => this.changed(list)),
      )
      this.setData({ current: current ?? '', canSetServer, chosen: '', query: '', ...this.listed(list) })
      void this.load((sessions) => sessions.search(''))
    },
    /** An answer began or ended, or the list came after all. */
    changed(list: SessionList) {
      if (!this.data.loading) this.setData({ failed: false, ...this.listed(list) })
    },
    /** Another conversation is open, or has more to tell: what was searched for and unfolded stays. */
    refresh(current: string | undefined) {
      this.setData({ current: current ?? '' })
      void this.load((list) => list.refresh())
    },
    /** Loads the list, or more of it; where that fails, the list says so itself. */
    async load(act: (list: SessionList) => Promise<void>) {
      this.setData({ failed: false })
      const running = this.run(act)
      const load = loads.get(this)
      if ((await running) !== undefined && load === loads.get(this)) this.setData({ failed: true })
    },
    /** Changes a conversation; says whether that worked, and to the page why not. */
    async change(action: Action, act: (list: SessionList) => Promise<void>): Promise<boolean> {
      const code = await this.run(act)
      if (code !== undefined) this.triggerEvent('problem', { action, code })
      return code === undefined
    },
    /** Does something with the list, and shows it as it is then; gives the code of why that did not work. */
    async run(act: (list: SessionList) => Promise<void>): Promise<string | undefined> {
      const list = lists.get(this)
      if (list === undefined) return undefined
      const load = (loads.get(this) ?? 0) + 1
      loads.set(this, load)
      this.setData({ loading: true })
      const settle = () => {
        if (load === loads.get(this)) this.setData({ loading: false, ...this.listed(list) })
      }
      try {
        await act(list)
        settle()
        return undefined
      } catch (error) {
        settle()
        return errorCode(error)
      }
    },
    onSearch(event: Told<{ value: string }>) {
      const query = event.detail.value
      if (query === this.data.query) return
      this.setData({ query, chosen: '' })
      searches.get(this)?.()
      const search = () => void this.load((list) => list.search(query))
      searches.set(this, wxClock.setTimer(search, SEARCH_DELAY))
    },
    listed(list: SessionList) {
      const now = wxClock.date()
      const sessions = sessionViews(list.sessions, now, fileAddress)
      const optionLabels = sessions.map(({ title }) => messages.sessions.options(title))
      return { sessions, optionLabels, hasMore: list.hasMore }
    },
    onRetry() {
      void this.load((list) => list.refresh())
    },
    onMore() {
      if (this.data.hasMore && !this.data.loading) void this.load((list) => list.more())
    },
    onOpen(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('open', { id: datum(event, 'id') })
    },
    onCreate() {
      this.triggerEvent('create')
    },
    onGo(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('go', { to: datum(event, 'to') })
    },
    onServer() {
      this.triggerEvent('server')
    },
    onOptions(event: WechatMiniprogram.TouchEvent) {
      const id = datum(event, 'id')
      this.setData({ chosen: this.data.chosen === id ? '' : id })
    },
    onRename() {
      const { chosen, sessions } = this.data
      const list = lists.get(this)
      const session = sessions.find(({ id }) => id === chosen)
      if (session === undefined || list === undefined) return
      const written = names.get(list)
      this.setData({ asking: 'rename', title: written?.id === chosen ? written.title : session.title })
    },
    onTitle(event: Told<{ value: string }>) {
      const title = event.detail.value
      const list = lists.get(this)
      if (list !== undefined) names.set(list, { id: this.data.chosen, title })
      this.setData({ title })
    },
    /** By its own button; a tap beside the dialog only closes it. */
    onRenameCancel() {
      this.dropName(this.data.chosen)
      this.onClose()
    },
    dropName(id: string) {
      const list = lists.get(this)
      if (list !== undefined && names.get(list)?.id === id) names.delete(list)
    },
    onRenameConfirm() {
      const { chosen } = this.data
      const title = this.data.title.trim()
      this.setData({ asking: '', chosen: '' })
      if (title === '') this.dropName(chosen)
      else void this.rename(chosen, title)
    },
    async rename(id: string, title: string) {
      const renamed = await this.change('rename', (list) => list.rename(id, title))
      if (!renamed) return
      this.dropName(id)
      this.triggerEvent('renamed', { id, title })
    },
    onRemove() {
      this.setData({ asking: 'remove' })
    },
    async onRemoveConfirm() {
      const { chosen } = this.data
      this.setData({ asking: '', chosen: '' })
      const removed = await this.change('remove', (list) => list.remove(chosen))
      if (removed) this.triggerEvent('removed', { id: chosen })
    },
  },
})

/** What its owner can call of it. */
export type Notebook = Methods<typeof notebook>
