import { asksConsent } from '../../../components/consent'
import { datum } from '../../../components/event-data'
import { paintLook, putOnLook, takeOffLook } from '../../../components/look'
import { RATINGS } from '../../../mistakes/mistake'
import type { Cancel } from '../../../platform/ports'
import { wxClock } from '../../../platform/wx-clock'
import { returnTo } from '../../../platform/wx-pages'
import { ROUTES } from '../../../routes'
import { program } from '../../../running-program'
import { desk, whenNetworkReturns } from '../../desk'
import { reviewMessages as words } from '../../messages/review.zh-CN'
import { Review } from '../../review/review'
import { type ReviewShown, reviewSaid } from '../../review/review-said'
import { NO_REVIEW, reviewView } from '../../review/review-view'
import { type MistakeDoer, mistakeDoer } from '../mistake/mistake-doer'

interface Open {
  readonly doer: MistakeDoer
  readonly listenings: readonly Cancel[]
}
const opened = new WeakMap<object, Open>()

/** Today's exercises, one after the other: first on paper, then the solution, then how it went. */
Component({
  data: {
    look: '',
    /** Before there are any exercises. */
    state: 'loading' as ReviewShown['state'],
    /** What a screen reader is told. */
    said: '',
    isKept: false,
    ...NO_REVIEW,
    uncovered: false,
    scrollTop: 0,
    waiting: '',
    more: '',
    words: {
      title: words.title,
      solution: words.solution,
      solutionSign: words.solutionSign,
      answer: words.answer,
      answerSign: words.answerSign,
      shut: words.shut,
      covered: words.covered,
      uncover: words.uncover,
      hint: words.hint,
      open: words.open,
      how: words.how,
      last: words.last,
      note: words.note,
      noSolution: words.noSolution,
      explain: words.explain,
      undo: words.undo,
      back: words.back,
      none: words.none,
      loading: words.loading,
      failed: words.failed,
      kept: words.kept,
    },
  },
  methods: {
    onLoad() {
      const { appearance, ratings } = program()
      putOnLook(this, appearance)
      opened.set(this, {
        doer: mistakeDoer(this),
        listenings: [
          ratings.subscribe(() => this.refresh()),
          whenNetworkReturns(() => {
            if (this.data.state === 'failed') void this.begin()
          }),
        ],
      })
      const { review } = desk()
      if (review?.present === undefined) void this.begin()
      else void this.goOn(review)
    },
    onShow() {
      asksConsent(this)
      paintLook(program().appearance)
    },
    onHide() {
      desk().review?.settle()
    },
    onUnload() {
      const place = desk()
      place.review?.settle()
      // Who went for a hint goes on where it was; an end is seen once.
      if (place.review?.present === undefined) place.review = undefined
      takeOffLook(this)
      for (const stop of opened.get(this)?.listenings ?? []) stop()
      opened.delete(this)
      void program().due.refresh()
    },

    /** Takes what is due now; without a network, of what the phone has. */
    async begin() {
      const place = desk()
      const { ratings } = program()
      this.is('loading')
      const isLoaded = await place.book.refresh().then(
        () => true,
        () => false,
      )
      if (!opened.has(this)) return
      const { due } = place.book
      // Without a network there is nothing to load where all that the phone knows of was reviewed.
      if (due.length === 0) return this.is(isLoaded || ratings.ids.size > 0 ? 'none' : 'failed')
      place.review = new Review(due, ratings, wxClock)
      this.setData({ isKept: !isLoaded })
      this.go(place.review)
    },
    /** Shows a review that was begun, and keeps to what is due by then. */
    async goOn(review: Review) {
      const { book } = desk()
      this.go(review)
      try {
        await book.refresh()
      } catch {
        // The book says that it could not be read; without a network what the phone has is reviewed.
        return
      }
      const place = desk()
      if (place.review !== review) return
      if (book.due.length > 0 || review.done.length > 0) return review.renew(book.due)
      place.review = undefined
      if (opened.has(this)) this.is('none')
    },
    /** There is nothing to review, or not yet. */
    is(state: Exclude<ReviewShown['state'], 'there'>) {
      this.setData({ state, said: reviewSaid(this.data, { ...NO_REVIEW, state }) ?? this.data.said })
    },
    /** Shows this review, which another instance of the page may have begun. */
    go(review: Review) {
      review.listen(() => {
        program().due.changed()
        this.refresh()
      })
      this.refresh()
    },
    refresh() {
      const { review, book } = desk()
      if (review === undefined || !opened.has(this)) return
      const { mistakes, ratings } = program()
      const view = reviewView(review, book.mistakes, wxClock.date(), (url) => mistakes.address(url))
      const left = book.due.length
      // The one that can still be taken back is meant to wait.
      const waiting = ratings.ids.size - (view.undo === '' ? 0 : 1)
      const isNext = view.at !== this.data.at || view.isOpen !== this.data.isOpen
      this.setData({
        ...view,
        state: 'there',
        said: reviewSaid(this.data, { ...view, state: 'there' }) ?? this.data.said,
        waiting: waiting === 0 ? '' : words.waiting(waiting),
        more: view.end === null || left === 0 ? '' : words.more(left),
        ...(view.at === this.data.at ? {} : { uncovered: false }),
        // Another number each time: the same one would move nothing.
        ...(isNext && !view.isOpen ? { scrollTop: this.data.scrollTop === 0 ? 0.1 : 0 } : {}),
      })
    },

    onUncover() {
      this.setData({ uncovered: true })
    },
    onOpen() {
      desk().review?.open()
    },
    onRate(event: WechatMiniprogram.TouchEvent) {
      const rating = RATINGS.find((each) => each === datum(event, 'rating'))
      if (rating !== undefined) desk().review?.rate(rating)
    },
    onUndo() {
      desk().review?.undo()
    },
    onHint() {
      const present = desk().review?.present
      if (present !== undefined) opened.get(this)?.doer.ask('hint', present.id)
    },
    onExplain() {
      const present = desk().review?.present
      if (present !== undefined) opened.get(this)?.doer.ask('solve', present.id)
    },
    onMore() {
      desk().review?.settle()
      void this.begin()
    },
    onBack() {
      returnTo(ROUTES.mistakes)
    },
  },
})
