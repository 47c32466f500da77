import { asksConsent } from '../../../components/consent'
import type { Told } from '../../../components/event-data'
import { paintLook, putOnLook, takeOffLook } from '../../../components/look'
import { sayOn } from '../../../components/toast'
import { dateWords } from '../../../conversation/day-words'
import { errorCode } from '../../../conversation/error-code'
import type { Cancel } from '../../../platform/ports'
import { wxClock } from '../../../platform/wx-clock'
import { closePage } from '../../../platform/wx-pages'
import { program } from '../../../running-program'
import { type MistakeView, mistakeView } from '../../book/mistake-views'
import { desk, whenBookChanges } from '../../desk'
import { type MistakeAction, mistakeError, mistakeMessages as words } from '../../messages/mistakes.zh-CN'
import { type MistakeDoer, mistakeDoer } from './mistake-doer'

interface Open {
  readonly id: string
  readonly doer: MistakeDoer
  readonly unsubscribe: Cancel
}
const opened = new WeakMap<object, Open>()

/** One exercise of the mistake book, on a phone. */
Component({
  data: {
    look: '',
    detail: null as MistakeView | null,
    title: words.title as string,
    words: { missing: words.missing },
  },
  methods: {
    onLoad({ id }: { id?: string }) {
      putOnLook(this, program().appearance)
      opened.set(this, {
        id: decodeURIComponent(id ?? ''),
        doer: mistakeDoer((action, error) => this.sayProblem(action, error)),
        unsubscribe: whenBookChanges(() => this.refresh()),
      })
      this.refresh()
    },
    onShow() {
      asksConsent(this)
      paintLook(program().appearance)
    },
    onHide() {
      opened.get(this)?.doer.saveNote()
    },
    onUnload() {
      opened.get(this)?.doer.saveNote()
      takeOffLook(this)
      opened.get(this)?.unsubscribe()
      opened.delete(this)
    },
    refresh() {
      const mistake = desk().book.find(opened.get(this)?.id ?? '')
      if (mistake === undefined) return this.setData({ detail: null })
      const { mistakes, ratings } = program()
      const tools = {
        now: wxClock.date(),
        rated: ratings.ids,
        address: (url: string) => mistakes.address(url),
      }
      const detail = mistakeView(mistake, tools, dateWords(new Date(mistake.created_at)))
      this.setData({ detail, title: detail.title })
    },
    sayProblem(action: MistakeAction, error: unknown) {
      const message = mistakeError(action, errorCode(error))
      sayOn(this, message)
    },
    onTyped(event: Told<{ id: string; note: string }>) {
      opened.get(this)?.doer.typed(event.detail.id, event.detail.note)
    },
    onWritten() {
      opened.get(this)?.doer.saveNote()
    },
    onMaster(event: Told<{ id: string; mastered: boolean }>) {
      void opened.get(this)?.doer.master(event.detail.id, event.detail.mastered)
    },
    async onRemove(event: Told<{ id: string }>) {
      const isRemoved = await opened.get(this)?.doer.remove(event.detail.id)
      // Who has left it meanwhile stays where they are.
      if (isRemoved === true && opened.has(this)) closePage()
    },
    onSimilar(event: Told<{ id: string }>) {
      opened.get(this)?.doer.ask('similar', event.detail.id)
    },
    onExplain(event: Told<{ id: string }>) {
      opened.get(this)?.doer.ask('solve', event.detail.id)
    },
  },
})
