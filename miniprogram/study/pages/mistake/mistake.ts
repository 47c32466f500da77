import { asksConsent } from '../../../components/consent'
import type { Told } from '../../../components/event-data'
import { paintLook, putOnLook, takeOffLook } from '../../../components/look'
import { dateWords } from '../../../conversation/day-words'
import type { Cancel } from '../../../platform/ports'
import { wxClock } from '../../../platform/wx-clock'
import { closePage } from '../../../platform/wx-pages'
import { program } from '../../../running-program'
import { type MistakeView, mistakeView } from '../../book/mistake-views'
import { desk, whenBookChanges } from '../../desk'
import { mistakeMessages as words } from '../../messages/mistakes.zh-CN'
import { detailHandlers } from './detail-handlers'
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
    ...detailHandlers((page) => opened.get(page)?.doer),
    onLoad({ id }: { id?: string }) {
      putOnLook(this, program().appearance)
      opened.set(this, {
        id: decodeURIComponent(id ?? ''),
        doer: mistakeDoer(this),
        unsubscribe: whenBookChanges(() => this.refresh()),
      })
      this.refresh()
    },
    onShow() {
      asksConsent(this)
      paintLook(program().appearance)
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
    async onRemove(event: Told<{ id: string }>) {
      const isRemoved = await opened.get(this)?.doer.remove(event.detail.id)
      // Who has left it meanwhile stays where they are.
      if (isRemoved === true && opened.has(this)) closePage()
    },
  },
})
