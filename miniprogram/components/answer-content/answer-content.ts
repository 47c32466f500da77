import { wxClock } from '../../platform/wx-clock'
import { windowHeight } from '../../platform/wx-window'
import {
  type AnswerPatch,
  type AnswerRenderer,
  createAnswerRenderer,
  type Exercise,
} from '../../render/index'
import { PASSAGE_ROWS, placeOf } from '../../render/passages'
import { Caret } from './caret'
import { Folding } from './folding'
import { formulaTypesetter, leaveTypesetter } from './formula-typesetter'
import { imageHome } from './image-home'
import { Opening } from './opening'
import { Openings, type Slice } from './openings'
import { PassageFeed, type PassageView } from './passage-feed'

/** The methods of `answer-passage`. */
interface AnswerPassage extends PassageView {
  hold(): void
  fold(): void
  unfold(): void
  rowTop(row: number, told: (top: number) => void): void
}

/** What an answer on the page consists of. */
interface Parts {
  renderer: AnswerRenderer
  feed: PassageFeed<AnswerPassage>
  folding: Folding
  caret: Caret
  /** The answer that came whole, as long as nothing else was shown since. */
  whole: { text: string; torn: boolean } | undefined
  /** It was told its end: what is pushed from here on is another one's. */
  over: boolean
  /** What is left of it. */
  opening: { whole: Opening; slice: Slice } | undefined
  /** Passages before this one were not drawn when they came, but when they come near what is in sight. */
  drawnFrom: number
  /** Mathematics has come. */
  ready(): void
}

/** A longer answer that comes whole is not drawn at once, but where it is in sight. */
const DRAWN_AT_ONCE = 2000

/** For all answers of the page. */
const openings = new Openings(wxClock)

const parts = new WeakMap<object, Parts>()

interface PassageEvent {
  detail: { place: number; passage: AnswerPassage }
}
interface SightEvent {
  detail: { place: number; sighted: boolean }
}

/**
 * The text of an answer as a student reads it: Markdown and formulas, in passages of some rows. A finished answer comes by the
 * property, one that is being written by the methods.
 */
Component({
  properties: {
    /** The whole text of a finished answer. */
    text: { type: String, value: '' },
    /** Where images come from whose addresses begin with `/`; the program's own server unless given. */
    origin: { type: String, value: '' },
    /** It was cut inside of a formula. */
    torn: { type: Boolean, value: false },
    /** Numbers of the exercises that the question names, with commas between. */
    asked: { type: String, value: '' },
  },
  data: {
    /** The numbers of its passages: 0, 1, 2 … */
    passages: [] as number[],
    /** Where images come from unless `origin` says it. */
    home: '',
    /**
     * Pixels above them that those which are still to come will take, about. The node that has them is always there: a host that tells
     * nodes apart by their order would make all passages anew, without their rows, when it goes.
     */
    rest: 0,
    /** Its caret blinks. */
    waits: false,
  },
  observers: {
    'text, torn'(text: string, torn: boolean) {
      // One that comes by the methods has no text here.
      if (text === '' && parts.get(this)?.whole === undefined) return
      this.open(text, torn)
    },
  },
  lifetimes: {
    created() {
      const folding = new Folding(
        { fold: (place) => feed.passage(place)?.fold(), unfold: (place, first) => this.draw(place, first) },
        wxClock,
      )
      const feed = new PassageFeed<AnswerPassage>({
        changes: (place) => {
          if (place < (parts.get(this)?.drawnFrom ?? 0) && !folding.knows(place)) {
            folding.hold(place)
            feed.passage(place)?.hold()
          } else folding.changes(place)
        },
        add: (places) => {
          const patch: Record<string, unknown> = { home: imageHome() }
          for (const place of places) patch[`passages[${place}]`] = place
          this.setData(patch)
        },
        addBefore: (places) => {
          this.setData({ home: imageHome(), passages: [...places, ...this.data.passages] })
        },
      })
      const show = (patch: AnswerPatch, taken: () => void) => {
        feed.show(patch, taken)
        // One that is opened tells it slice by slice.
        if (parts.get(this)?.opening === undefined) this.grew()
      }
      const ready = () => this.completeDrawn()
      const renderer = createAnswerRenderer(show, {
        clock: wxClock,
        acknowledged: true,
        asked: () => this.data.asked.split(','),
        outlined: (exercises) => this.triggerEvent('outlined', { exercises }),
        typesetter: formulaTypesetter(ready),
      })
      parts.set(this, {
        renderer,
        feed,
        folding,
        caret: new Caret(wxClock, (waits) => this.setData({ waits })),
        whole: undefined,
        over: false,
        opening: undefined,
        drawnFrom: 0,
        ready,
      })
    },
    detached() {
      const part = parts.get(this)
      if (part === undefined) return
      if (part.opening !== undefined) openings.remove(part.opening.slice)
      leaveTypesetter(part.ready)
      part.renderer.close()
      part.folding.end()
      part.caret.end()
      parts.delete(this)
    },
  },
  pageLifetimes: {
    resize() {
      parts.get(this)?.folding.resized()
    },
  },
  methods: {
    /** More of the answer; behind its end the beginning of another one. */
    push(delta: string) {
      const part = parts.get(this)
      if (part === undefined || delta === '') return
      if (part.over) this.replace('')
      part.renderer.push(delta)
      part.caret.moved()
    },
    /** All of the answer anew. What is shown already and has not changed stays as it is. */
    replace(text: string) {
      this.cancelOpening()
      const part = parts.get(this)
      if (part === undefined) return
      part.whole = undefined
      part.over = false
      part.renderer.reset(text)
    },
    /** No more comes. A formula that was being written stays held back where it was `torn`; the property says so unless told. */
    finish(torn?: boolean) {
      this.openWhole()
      const part = parts.get(this)
      if (part === undefined) return
      part.over = true
      part.caret.end()
      if (torn ?? this.data.torn) part.renderer.flush()
      else part.renderer.end()
    },
    /**
     * A finished answer: a short one at once, of a long one what is in sight first. The one that it shows already may be told again,
     * since a host calls observers for values that are the same.
     */
    open(text: string, torn: boolean) {
      const part = parts.get(this)
      if (part === undefined) return
      if (part.whole?.text === text && part.whole.torn === torn) return
      this.openAnew(part, text, torn)
      part.whole = { text, torn }
    },
    openAnew(part: Parts, text: string, torn: boolean) {
      if (part.feed.size > 0 || text.length <= DRAWN_AT_ONCE || !this.canTellSight()) {
        this.replace(text)
        this.finish(torn)
        return
      }
      this.replace('')
      const whole = new Opening(text, torn, {
        renderer: part.renderer,
        feed: part.feed,
        drawsFrom: (place) => {
          part.drawnFrom = Math.max(0, place)
          part.renderer.skim(false)
        },
        completes: (place) => this.complete(place),
        keeps: (rest) => this.setData({ rest }),
      })
      part.over = true
      part.renderer.skim(true)
      const slice = (): boolean => {
        const isLeft = whole.slice()
        if (!isLeft) part.opening = undefined
        this.grew()
        return isLeft
      }
      part.opening = { whole, slice }
      openings.add(slice)
    },
    /** Brings what is left of an answer that came whole. */
    openWhole() {
      const opening = parts.get(this)?.opening
      if (opening === undefined) return
      openings.remove(opening.slice)
      while (opening.slice());
    },
    cancelOpening() {
      const part = parts.get(this)
      if (part?.opening === undefined) return
      const { whole, slice } = part.opening
      openings.remove(slice)
      part.opening = undefined
      part.renderer.skim(false)
      this.complete(0, part.feed.size)
      whole.cancel()
    },
    /** Where the host cannot tell what comes into sight, all is drawn. */
    canTellSight(): boolean {
      return typeof this.createIntersectionObserver === 'function' && windowHeight() !== undefined
    },
    /** Reads what was only skimmed and lays out the formulas that are shown as their source, in the passages from `place` up to `end`. */
    complete(place: number, end = place + 1) {
      const renderer = parts.get(this)?.renderer
      renderer?.complete(place * PASSAGE_ROWS, end * PASSAGE_ROWS)
      renderer?.flush()
    },
    /** All passages that are on the page, one after the other. */
    completeDrawn() {
      const part = parts.get(this)
      if (part === undefined) return
      let place = part.feed.size
      openings.add(() => {
        place -= 1
        const isDrawn = part.feed.passage(place) !== undefined && !part.folding.isFolded(place)
        if (parts.has(this) && isDrawn) this.complete(place)
        return place > 0
      })
    },
    /** Puts a passage's rows back; for the first time soon, one after the other, since many may come into sight at once. */
    draw(place: number, first: boolean) {
      const part = parts.get(this)
      const unfold = (): boolean => {
        if (part !== undefined && parts.has(this) && !part.folding.isFolded(place)) {
          this.complete(place)
          part.feed.passage(place)?.unfold()
        }
        return false
      }
      if (first) {
        openings.add(() => {
          unfold()
          this.grew()
          return false
        })
      } else unfold()
    },
    /** It is higher from this turn on: a page that stands at the end goes along. */
    grew() {
      this.triggerEvent('grown', {}, { bubbles: true, composed: true })
    },
    /** Where the solution of an exercise begins on the screen, in pixels from its top; not told while it is not there. */
    whereabouts({ row }: Exercise, told: (top: number) => void) {
      const { passage, place } = placeOf(row)
      parts.get(this)?.feed.passage(passage)?.rowTop(place, told)
    },
    /** The page is hidden: nothing is shown until `resume`. */
    pause() {
      parts.get(this)?.renderer.pause()
      parts.get(this)?.caret.pause()
    },
    resume() {
      parts.get(this)?.caret.resume()
      parts.get(this)?.renderer.resume()
    },
    onPlaced({ detail }: PassageEvent) {
      parts.get(this)?.feed.placed(detail.place, detail.passage)
    },
    onLocated({ detail }: SightEvent) {
      parts.get(this)?.folding.located(detail.place, detail.sighted)
    },
    onSighted({ detail }: SightEvent) {
      parts.get(this)?.folding.saw(detail.place, detail.sighted)
    },
  },
})
