import { shownText } from '../../../components/answer-content/copied-text'
import { asksConsent } from '../../../components/consent'
import { datum, type Told } from '../../../components/event-data'
import { layer } from '../../../components/layers'
import { paintLook, putOnLook, takeOffLook } from '../../../components/look'
import { part } from '../../../components/part'
import { sayOn } from '../../../components/toast'
import { dateWords } from '../../../conversation/day-words'
import type { NewMistake } from '../../../mistakes/mistake'
import type { Cancel } from '../../../platform/ports'
import { wxClock } from '../../../platform/wx-clock'
import { openPage } from '../../../platform/wx-pages'
import { windowSize } from '../../../platform/wx-window'
import { ROUTES, routeWith } from '../../../routes'
import { program } from '../../../running-program'
import { EVERYTHING, type MistakeFilter } from '../../book/mistake-filter'
import {
  bookView,
  EMPTY_BOOK,
  type MistakeView,
  mistakeView,
  SHOWN_AT_ONCE,
  type ViewTools,
} from '../../book/mistake-views'
import type { FileSheet } from '../../components/file-sheet/file-sheet'
import type { MistakeForm } from '../../components/mistake-form/mistake-form'
import { desk, whenBookChanges, whenNetworkReturns } from '../../desk'
import { mistakeMessages as words } from '../../messages/mistakes.zh-CN'
import { detailHandlers } from '../mistake/detail-handlers'
import { type MistakeDoer, mistakeDoer, sayProblem } from '../mistake/mistake-doer'
import { printSheet } from './print-sheet'

/** Pixels from which list and exercise stand side by side. */
const TWO_PANES = 768
/** Milliseconds without a key after which is searched. */
const SEARCH_DELAY = 200

interface Open {
  readonly doer: MistakeDoer
  filter: MistakeFilter
  shown: number
  /** What was written by hand is on its way to the book. */
  isSaving: boolean
  search: Cancel | undefined
  readonly tools: () => ViewTools
  readonly listenings: readonly Cancel[]
}
const opened = new WeakMap<object, Open>()

/** `ready`: formulas that were shown as their source can be read. */
function tools(ready: () => void): ViewTools {
  const { mistakes, ratings } = program()
  return {
    now: wxClock.date(),
    rated: ratings.ids,
    readable: (markdown) => shownText(markdown, ready),
    address: (url) => mistakes.address(url),
  }
}

/** The mistake book: what is due first, by subject, point or words; beside it the exercise, where there is room. */
Component({
  behaviors: [layer('removing', '')],
  data: {
    look: '',
    ...EMPTY_BOOK,
    state: 'kept' as 'kept' | 'loading' | 'loaded' | 'failed',
    isEmpty: true,
    point: '',
    pointWords: '',
    query: '',
    isWide: false,
    chosen: '',
    detail: null as MistakeView | null,
    /** The one that is asked about before it is removed. */
    removing: '',
    confirm: { content: words.remove, theme: 'danger' },
    words: {
      title: words.title,
      search: words.search,
      print: words.print,
      yours: words.yours,
      right: words.right,
      add: words.add,
      more: words.more,
      loading: words.loading,
      failed: words.failed,
      kept: words.kept,
      retry: words.retry,
      choose: words.choose,
      chooseLater: words.chooseLater,
      master: words.master,
      unmaster: words.unmaster,
      remove: words.remove,
      removeTitle: words.removeTitle,
      removeText: words.removeText,
      cancel: words.cancel,
    },
  },
  methods: {
    ...detailHandlers((page) => opened.get(page)?.doer),
    onLoad({ point }: { point?: string }) {
      const refresh = () => this.refresh()
      putOnLook(this, program().appearance)
      opened.set(this, {
        doer: mistakeDoer(this),
        filter: { ...EVERYTHING, point: decodeURIComponent(point ?? '') },
        shown: SHOWN_AT_ONCE,
        isSaving: false,
        search: undefined,
        tools: () => tools(refresh),
        listenings: [
          whenBookChanges(refresh),
          whenNetworkReturns(() => {
            if (desk().book.state === 'failed') this.load()
          }),
        ],
      })
      this.onResize()
    },
    onShow() {
      asksConsent(this)
      paintLook(program().appearance)
      this.load()
    },
    onUnload() {
      opened.get(this)?.doer.saveNote()
      takeOffLook(this)
      opened.get(this)?.search?.()
      for (const stop of opened.get(this)?.listenings ?? []) stop()
      opened.delete(this)
    },
    onResize() {
      this.setData({ isWide: windowSize().width >= TWO_PANES })
      this.refresh()
    },

    load() {
      // What was read before is shown, and the list says that it could not be read anew.
      desk()
        .book.refresh()
        .catch(() => undefined)
    },
    refresh() {
      const open = opened.get(this)
      if (open === undefined) return
      const { book } = desk()
      const { filter, shown } = open
      const view = bookView(book.mistakes, filter, shown, open.tools())
      const first = view.sections[0]?.rows[0]?.id ?? ''
      const isThere = view.sections.some(({ rows }) => rows.some(({ id }) => id === this.data.chosen))
      const chosen = isThere ? this.data.chosen : first
      this.setData({
        ...view,
        state: book.state,
        isEmpty: book.mistakes.length === 0,
        point: filter.point,
        pointWords: words.point(filter.point),
        chosen,
        detail: this.data.isWide ? this.detailOf(chosen) : null,
      })
    },
    detailOf(id: string): MistakeView | null {
      const mistake = desk().book.find(id)
      const tools = opened.get(this)?.tools()
      return mistake === undefined || tools === undefined
        ? null
        : mistakeView(mistake, tools, dateWords(new Date(mistake.created_at)))
    },
    filter(change: Partial<MistakeFilter>) {
      const open = opened.get(this)
      if (open === undefined) return
      open.filter = { ...open.filter, ...change }
      open.shown = SHOWN_AT_ONCE
      this.refresh()
    },

    onSearch(event: Told<{ value: string }>) {
      const open = opened.get(this)
      if (open === undefined) return
      this.setData({ query: event.detail.value })
      open.search?.()
      open.search = wxClock.setTimer(() => this.filter({ words: event.detail.value }), SEARCH_DELAY)
    },
    onChip(event: WechatMiniprogram.TouchEvent) {
      const chip = this.data.chips.find(({ key }) => key === datum(event, 'key'))
      if (chip === undefined) return
      this.filter({ subject: chip.chosen ? '' : chip.subject, mastered: chip.key === 'mastered' })
    },
    onPoint() {
      this.filter({ point: '' })
    },
    onMore() {
      const open = opened.get(this)
      if (open === undefined || !this.data.hasMore) return
      open.shown += SHOWN_AT_ONCE
      this.refresh()
    },
    onRetry() {
      this.load()
    },
    onOpen(event: WechatMiniprogram.TouchEvent) {
      const id = datum(event, 'id')
      if (!this.data.isWide) {
        openPage(routeWith(ROUTES.mistake, 'id', id)).catch((error: unknown) =>
          sayProblem(this, 'load', error),
        )
        return
      }
      // A tap is told before the field that was written in is left.
      opened.get(this)?.doer.saveNote()
      this.setData({ chosen: id, detail: this.detailOf(id) })
    },

    onReview() {
      openPage(ROUTES.review).catch((error: unknown) => sayProblem(this, 'load', error))
    },
    onAdd() {
      part<MistakeForm>(this, '#form')?.show()
    },
    async onSave(event: Told<NewMistake>) {
      const open = opened.get(this)
      // The second tap of a double tap.
      if (open === undefined || open.isSaving) return
      open.isSaving = true
      try {
        const { book, draft } = desk()
        const outcome = await book.add(event.detail)
        // Also where the page, and its form, were left meanwhile.
        draft.drop()
        part<MistakeForm>(this, '#form')?.saved()
        sayOn(this, outcome === 'there' ? words.form.there : words.form.added)
        void program().due.refresh()
      } catch (error) {
        sayProblem(this, 'add', error)
      }
      open.isSaving = false
    },
    onPrint() {
      void part<FileSheet>(this, '#sheet')?.show(printSheet())
    },
    onSheetFailed(event: Told<{ error: unknown }>) {
      sayProblem(this, 'sheet', event.detail.error)
    },

    onSwipeMaster(event: WechatMiniprogram.TouchEvent) {
      const mistake = desk().book.find(datum(event, 'id'))
      if (mistake !== undefined) void opened.get(this)?.doer.master(mistake.id, !mistake.mastered)
    },
    onSwipeRemove(event: WechatMiniprogram.TouchEvent) {
      this.setData({ removing: datum(event, 'id') })
    },
    onRemoveConfirm() {
      const { removing } = this.data
      this.setData({ removing: '' })
      void opened.get(this)?.doer.remove(removing)
    },
    onRemove(event: Told<{ id: string }>) {
      void opened.get(this)?.doer.remove(event.detail.id)
    },
  },
})
