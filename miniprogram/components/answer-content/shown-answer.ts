import { wxClock } from '../../platform/wx-clock'
import { type AnswerPatch, createAnswerRenderer, type Exercise } from '../../render/index'
import { PASSAGE_ROWS, placeOf } from '../../render/passages'
import { Caret } from './caret'
import { Folding } from './folding'
import { formulaTypesetter, leaveTypesetter } from './formula-typesetter'
import { Opening } from './opening'
import { Openings } from './openings'
import { PassageFeed, type PassageView } from './passage-feed'

/** The methods of `answer-passage`. */
export interface AnswerPassage extends PassageView {
  hold(): void
  fold(): void
  unfold(): void
  rowTop(row: number, told: (top: number) => void): void
}

/** What an answer needs of the component that shows it. */
interface Place {
  /** These passages are there too, behind the others or before them. */
  add(places: readonly number[]): void
  addBefore(places: readonly number[]): void
  /** Pixels that what is still to come will take. */
  keep(rest: number): void
  blink(waits: boolean): void
  /** Numbers of the exercises that the question names. */
  asked(): string[]
  outlined(exercises: readonly Exercise[]): void
  /** It is higher from this turn on. */
  grew(): void
  /** Whether the host tells what comes into sight: else all is drawn. */
  tellsSight(): boolean
}

/** A longer answer that comes whole is not drawn at once, but where it is in sight. */
const DRAWN_AT_ONCE = 2000

/** For all answers of the page. */
const openings = new Openings(wxClock)

/** One answer on the page: what came of it goes to its passages, as far as they are drawn, and to its caret. */
export interface ShownAnswer {
  readonly feed: PassageFeed<AnswerPassage>
  readonly folding: Folding
  /** More of the answer; behind its end the beginning of another one. */
  push(delta: string): void
  /** All of the answer anew. What is shown already and has not changed stays as it is. */
  replace(text: string): void
  /** No more comes. A formula that was being written stays held back where it was `torn`. */
  finish(torn: boolean): void
  /**
   * A finished answer: a short one at once, of a long one what is in sight first. The one that it shows already may be told again, since a
   * host calls observers for values that are the same. No text, where it shows none that came so, means one that comes by `push`.
   */
  open(text: string, torn: boolean): void
  /** Where the solution of an exercise begins on the screen, in pixels from its top; not told while it is not there. */
  whereabouts(exercise: Exercise, told: (top: number) => void): void
  /** Nothing is shown until `resume`. */
  pause(): void
  resume(): void
  /** It is not on the page any more. */
  end(): void
}

/** `page`: the component that shows it. */
export function createShownAnswer(page: Place): ShownAnswer {
  /** The answer that came whole, as long as nothing else was shown since. */
  let whole: { text: string; torn: boolean } | undefined
  /** It was told its end: what is pushed from here on is another one's. */
  let over = false
  /** What is left of it. */
  let opening: Opening | undefined
  /** Passages before this one were not drawn when they came, but when they come near what is in sight. */
  let drawnFrom = 0
  let gone = false

  const folding = new Folding({ fold: (place) => feed.passage(place)?.fold(), unfold: draw }, wxClock)
  const feed = new PassageFeed<AnswerPassage>({
    changes: (place) => {
      if (place < drawnFrom && !folding.knows(place)) {
        folding.hold(place)
        feed.passage(place)?.hold()
      } else folding.changes(place)
    },
    add: page.add,
    addBefore: page.addBefore,
  })
  const show = (patch: AnswerPatch, taken: () => void) => {
    feed.show(patch, taken)
    // One that is opened tells it slice by slice.
    if (opening === undefined) page.grew()
  }
  const renderer = createAnswerRenderer(show, {
    clock: wxClock,
    acknowledged: true,
    asked: page.asked,
    outlined: page.outlined,
    typesetter: formulaTypesetter(completeDrawn),
  })
  const caret = new Caret(wxClock, page.blink)

  /** Reads what was only skimmed and lays out the formulas that are shown as their source, in the passages from `place` up to `end`. */
  function complete(place: number, end = place + 1): void {
    renderer.complete(place * PASSAGE_ROWS, end * PASSAGE_ROWS)
    renderer.flush()
  }

  /** Mathematics has come: all passages that are on the page, one after the other. */
  function completeDrawn(): void {
    let place = feed.size
    openings.add(() => {
      place -= 1
      if (!gone && feed.passage(place) !== undefined && !folding.isFolded(place)) complete(place)
      return place > 0
    })
  }

  /** Puts a passage's rows back; for the first time soon, one after the other, since many may come into sight at once. */
  function draw(place: number, first: boolean): void {
    const unfold = (): void => {
      if (gone || folding.isFolded(place)) return
      complete(place)
      feed.passage(place)?.unfold()
    }
    if (!first) unfold()
    else
      openings.add(() => {
        unfold()
        page.grew()
        return false
      })
  }

  /** Brings the next part of an answer that came whole; false where nothing is left, also of another one that was begun meanwhile. */
  function slice(): boolean {
    if (opening?.slice() !== true) opening = undefined
    page.grew()
    return opening !== undefined
  }

  function openSlices(text: string, torn: boolean): void {
    replace('')
    over = true
    renderer.skim(true)
    opening = new Opening(text, torn, {
      renderer,
      feed,
      drawsFrom: (place) => {
        drawnFrom = Math.max(0, place)
        renderer.skim(false)
      },
      completes: complete,
      keeps: page.keep,
    })
    openings.add(slice)
  }

  function replace(text: string): void {
    openings.remove(slice)
    const left = opening
    if (left !== undefined) {
      opening = undefined
      renderer.skim(false)
      complete(0, feed.size)
      left.cancel()
    }
    whole = undefined
    over = false
    renderer.reset(text)
  }

  function finish(torn: boolean): void {
    openings.remove(slice)
    while (opening !== undefined) slice()
    over = true
    caret.end()
    if (torn) renderer.flush()
    else renderer.end()
  }

  return {
    feed,
    folding,
    push(delta) {
      if (delta === '') return
      if (over) replace('')
      renderer.push(delta)
      caret.moved()
    },
    replace,
    finish,
    open(text, torn) {
      if (whole === undefined ? text === '' : whole.text === text && whole.torn === torn) return
      if (feed.size > 0 || text.length <= DRAWN_AT_ONCE || !page.tellsSight()) {
        replace(text)
        finish(torn)
      } else openSlices(text, torn)
      whole = { text, torn }
    },
    whereabouts({ row }, told) {
      const { passage, place } = placeOf(row)
      feed.passage(passage)?.rowTop(place, told)
    },
    pause() {
      renderer.pause()
      caret.pause()
    },
    resume() {
      caret.resume()
      renderer.resume()
    },
    end() {
      gone = true
      openings.remove(slice)
      leaveTypesetter(completeDrawn)
      renderer.close()
      folding.end()
      caret.end()
    },
  }
}
