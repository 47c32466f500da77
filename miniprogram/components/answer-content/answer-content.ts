import { windowHeight } from '../../platform/wx-window'
import type { Exercise } from '../../render/index'
import type { Methods } from '../part'
import { imageHome } from './image-home'
import { type AnswerPassage, createShownAnswer, type ShownAnswer } from './shown-answer'

const answers = new WeakMap<object, ShownAnswer>()

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
const answerContent = Component({
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
      answers.get(this)?.open(text, torn)
    },
  },
  lifetimes: {
    created() {
      const answer = createShownAnswer({
        add: (places) => {
          const patch: Record<string, unknown> = { home: imageHome() }
          for (const place of places) patch[`passages[${place}]`] = place
          this.setData(patch)
        },
        addBefore: (places) => {
          this.setData({ home: imageHome(), passages: [...places, ...this.data.passages] })
        },
        keep: (rest) => this.setData({ rest }),
        blink: (waits) => this.setData({ waits }),
        asked: () => this.data.asked.split(','),
        outlined: (exercises) => this.triggerEvent('outlined', { exercises }),
        // A page that stands at the end goes along.
        grew: () => this.triggerEvent('grown', {}, { bubbles: true, composed: true }),
        tellsSight: () =>
          typeof this.createIntersectionObserver === 'function' && windowHeight() !== undefined,
      })
      answers.set(this, answer)
    },
    detached() {
      answers.get(this)?.end()
      answers.delete(this)
    },
  },
  pageLifetimes: {
    resize() {
      answers.get(this)?.folding.resized()
    },
  },
  methods: {
    push(delta: string) {
      answers.get(this)?.push(delta)
    },
    replace(text: string) {
      answers.get(this)?.replace(text)
    },
    /** The property says whether it is `torn`, unless told. */
    finish(torn?: boolean) {
      answers.get(this)?.finish(torn ?? this.data.torn)
    },
    whereabouts(exercise: Exercise, told: (top: number) => void) {
      answers.get(this)?.whereabouts(exercise, told)
    },
    /** The page is hidden: nothing is shown until `resume`. */
    pause() {
      answers.get(this)?.pause()
    },
    resume() {
      answers.get(this)?.resume()
    },
    onPlaced({ detail }: PassageEvent) {
      answers.get(this)?.feed.placed(detail.place, detail.passage)
    },
    onLocated({ detail }: SightEvent) {
      answers.get(this)?.folding.located(detail.place, detail.sighted)
    },
    onSighted({ detail }: SightEvent) {
      answers.get(this)?.folding.saw(detail.place, detail.sighted)
    },
  },
})

/** What its owner can call of it. */
export type AnswerContent = Methods<typeof answerContent>
