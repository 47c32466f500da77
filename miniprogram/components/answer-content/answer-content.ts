import { serverOrigin } from '../../config'
import { wxClock } from '../../platform/wx-clock'
import { type AnswerRenderer, createAnswerRenderer, type Exercise } from '../../render/index'
import { placeOf } from '../../render/passages'
import { Folding } from './folding'
import { formulaTypesetter } from './formula-typesetter'
import { PassageFeed, type PassageView } from './passage-feed'

/** The methods of `answer-passage`. */
interface AnswerPassage extends PassageView {
  fold(): void
  unfold(): void
  rowTop(row: number, told: (top: number) => void): void
}

/** What an answer on the page consists of. */
interface Parts {
  renderer: AnswerRenderer
  feed: PassageFeed<AnswerPassage>
  folding: Folding
}

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
    /** It was cut inside of a formula. */
    torn: { type: Boolean, value: false },
    /** Numbers of the exercises that the question names, with commas between. */
    asked: { type: String, value: '' },
  },
  data: {
    /** The numbers of its passages: 0, 1, 2 … */
    passages: [] as number[],
    /** Where images come from that the service holds. */
    origin: '',
  },
  observers: {
    'text, torn'(text: string, torn: boolean) {
      if (text === '') return
      this.replace(text)
      this.finish(torn)
    },
  },
  lifetimes: {
    created() {
      const folding = new Folding(
        { fold: (place) => feed.passage(place)?.fold(), unfold: (place) => feed.passage(place)?.unfold() },
        wxClock,
      )
      const feed = new PassageFeed<AnswerPassage>({
        changes: (place) => folding.changes(place),
        add: (places) => {
          const patch: Record<string, unknown> = { origin: serverOrigin() }
          for (const place of places) patch[`passages[${place}]`] = place
          this.setData(patch)
        },
      })
      const renderer = createAnswerRenderer((patch, taken) => feed.show(patch, taken), {
        clock: wxClock,
        acknowledged: true,
        asked: () => this.data.asked.split(','),
        outlined: (exercises) => this.triggerEvent('outlined', { exercises }),
        typesetter: formulaTypesetter(() => parts.get(this)?.renderer.typesetAgain()),
      })
      parts.set(this, { renderer, feed, folding })
    },
    detached() {
      parts.get(this)?.renderer.close()
      parts.get(this)?.folding.end()
      parts.delete(this)
    },
  },
  pageLifetimes: {
    resize() {
      parts.get(this)?.folding.resized()
    },
  },
  methods: {
    /** More of the answer. */
    append(delta: string) {
      parts.get(this)?.renderer.push(delta)
    },
    /** All of the answer anew. What is shown already and has not changed stays as it is. */
    replace(text: string) {
      parts.get(this)?.renderer.reset(text)
    },
    /** No more comes. A formula that was being written stays held back where it was `torn`. */
    finish(torn = false) {
      const renderer = parts.get(this)?.renderer
      if (torn) renderer?.flush()
      else renderer?.end()
    },
    /** Where the solution of an exercise begins on the screen, in pixels from its top; not told while it is not there. */
    whereabouts({ row }: Exercise, told: (top: number) => void) {
      const { passage, place } = placeOf(row)
      parts.get(this)?.feed.passage(passage)?.rowTop(place, told)
    },
    /** The page is hidden: nothing is shown until `resume`. */
    pause() {
      parts.get(this)?.renderer.pause()
    },
    resume() {
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
