import type { Correction, CorrectionItem } from '../../../../typings/protocol'
import { layer } from '../../../components/layers'
import type { Methods } from '../../../components/part'
import { errorCode } from '../../../conversation/error-code'
import type { Mistake } from '../../../mistakes/mistake'
import { wxClock } from '../../../platform/wx-clock'
import { program } from '../../../running-program'
import { markSheetView, nextOf } from '../../book/marking-words'
import { takenWords } from '../../book/mistake-views'
import { desk } from '../../desk'
import { markMessages } from '../../messages/marks.zh-CN'
import { mistakeError, mistakeMessages } from '../../messages/mistakes.zh-CN'

const keeping = mistakeMessages.taken

/** What is looked at. */
interface Shown {
  turnId: string
  /** Nothing where the server named none: then the book knows nothing of it. */
  questionId: string | undefined
  correction: Correction
  item: CorrectionItem
}
const shown = new WeakMap<object, Shown>()

/** Why one exercise of a marked page is right or wrong, at the lower edge of the screen: the page stays in sight above it. */
const markSheet = Component({
  behaviors: [layer('visible')],
  data: {
    visible: false,
    /** The one exercise that is shown: a list, so that another one is another node. */
    items: [] as ReturnType<typeof markSheetView>[],
    /** There is another wrong one. */
    hasNext: false,
    /** Whether the mistake book has it; empty while that is not known. */
    kept: '' as '' | 'no' | 'on-its-way' | 'yes',
    /** The same in words, with when it comes up, or why it could not be taken. */
    keptWords: '',
    keptLabel: '',
    words: markMessages,
  },
  methods: {
    /** Shows an exercise of a turn's correction; nothing where that has none of this number. */
    show(turnId: string, questionId: string | undefined, correction: Correction, no: string) {
      const item = correction.items.find((each) => each.no === no)
      if (item === undefined) return
      const looked = { turnId, questionId, correction, item }
      shown.set(this, looked)
      this.setData({
        visible: true,
        items: [markSheetView(item)],
        hasNext: nextOf(correction, 'wrong', no) !== undefined,
        kept: '',
        keptWords: '',
        keptLabel: '',
      })
      void this.lookUp(looked)
    },
    /** What could not be read is in no book: there is nothing to do again. */
    async lookUp(looked: Shown) {
      const { questionId, item } = looked
      if (questionId === undefined || item.text.trim() === '') return
      const { book } = desk()
      const here = book.mistakes.find((each) => each.question_id === questionId && each.no === item.no)
      if (here !== undefined) this.tellKept(looked, here)
      try {
        const there = await book.taken(questionId, item.no)
        if (there !== undefined) this.tellKept(looked, there)
      } catch {
        // What the phone knows of it stands there; more is told when it is opened again.
      }
    },
    tellKept(looked: Shown, mistake: Mistake | null) {
      if (shown.get(this) !== looked || this.data.kept === 'on-its-way') return
      if (mistake === null) {
        // What is right is no mistake: the book would put a ✗ beside it.
        if (looked.item.verdict !== 'right')
          this.setData({ kept: 'no', keptWords: keeping.take, keptLabel: keeping.take })
        return
      }
      const words = takenWords(mistake, { now: wxClock.date(), rated: program().ratings.ids })
      this.setData({ kept: 'yes', keptWords: words, keptLabel: keeping.open(words) })
    },
    onKept() {
      const looked = shown.get(this)
      if (looked === undefined) return
      if (this.data.kept === 'no') void this.take(looked)
      else if (this.data.kept === 'yes') {
        this.onClose()
        this.triggerEvent('go', { to: 'mistakes' })
      }
    },
    async take(looked: Shown) {
      const { questionId, item } = looked
      if (questionId === undefined) return
      this.setData({ kept: 'on-its-way', keptWords: keeping.taking, keptLabel: keeping.taking })
      const isLooked = () => shown.get(this) === looked
      try {
        const mistake = await desk().book.take(questionId, item.no)
        void program().due.refresh()
        if (isLooked()) this.setData({ kept: '' })
        this.tellKept(looked, mistake)
      } catch (error) {
        const words = mistakeError('add', errorCode(error))
        if (isLooked()) this.setData({ kept: 'no', keptWords: words, keptLabel: words })
      }
    },
    onClose() {
      if (!this.data.visible) return
      this.setData({ visible: false })
      this.triggerEvent('closed')
    },
    onExplain() {
      const looked = shown.get(this)
      if (looked === undefined) return
      const { no, text, verdict } = looked.item
      this.onClose()
      this.triggerEvent('explain', {
        question: markMessages.askExplain(markMessages.exercise(no), text, verdict === 'wrong'),
      })
    },
    onNext() {
      const looked = shown.get(this)
      const next = looked && nextOf(looked.correction, 'wrong', looked.item.no)
      if (looked !== undefined && next !== undefined)
        this.triggerEvent('mark', { id: looked.turnId, no: next.no })
    },
  },
})

/** What its owner can call of it. */
export type MarkSheet = Methods<typeof markSheet>
