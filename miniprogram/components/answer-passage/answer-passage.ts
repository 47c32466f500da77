import { copyText } from '../../platform/wx-clipboard'
import { optional } from '../../platform/wx-host'
import { previewPhotos } from '../../platform/wx-photos'
import { showToast } from '../../platform/wx-toast'
import { windowHeight } from '../../platform/wx-window'
import { type AnswerPatch, type Row, visibleText } from '../../render/index'
import { datum } from '../event-data'
import { measured } from '../measured'
import { likelyHeight } from './likely-height'
import { answerWords } from './words'

const observers = new WeakMap<object, WechatMiniprogram.IntersectionObserver>()
/** Pixels above and below the screen that count as in sight. Some hosts look no further than the list's edges for it. */
const MARGIN = 600
const SIGHT_MARGINS = { top: MARGIN, right: 0, bottom: MARGIN, left: 0 }

/** The words in use when this was loaded. */
const firstWords = answerWords()

/** Passages whose rows are to be taken off the page, or are. */
const folded = new WeakSet<object>()

/** Those of them that were not drawn yet, and have about the height that their rows will take. */
const held = new WeakSet<object>()

/** The width that a passage had last: the next one most likely has the same. */
let likelyWidth = 0
/** Pixels, where none is known. */
const USUAL_WIDTH = 330

/**
 * A few rows of an answer. It tells when it is there (`placed`), whether it is in sight at first (`located`), and when it comes
 * into sight or leaves it (`sighted`). Far from there its rows can be taken off the page, and only its height stays.
 */
Component({
  properties: {
    /** Which passage of its answer it is, from 0. */
    place: { type: Number, value: 0 },
    /** Of images that the service holds. */
    origin: { type: String, value: '' },
  },
  data: {
    /** Its rows, see `render/row/row.ts`. Patches write to their parts. */
    b: [] as (Row | 0)[],
    /** Pixels, while its rows are off the page; else 0. */
    height: 0,
    /** Pixels; 0 as long as it is not known. */
    width: 0,
    /** The images that could not be loaded, by address. */
    broken: {} as Record<string, true>,
    label: firstWords,
  },
  lifetimes: {
    attached() {
      if (likelyWidth > 0) this.setData({ width: likelyWidth })
      if (answerWords() !== firstWords) this.setData({ label: answerWords() })
      // It hands itself over: to look for one among many passages takes the longer the more there are.
      this.triggerEvent('placed', { place: this.data.place, passage: this })
    },
    ready() {
      this.measure()
      this.watchSight()
    },
    detached() {
      optional(() => observers.get(this)?.disconnect())
      observers.delete(this)
    },
  },
  pageLifetimes: {
    resize() {
      this.measure()
    },
  },
  methods: {
    /** Finds how wide its lines are, for formulas that may be wider. */
    measure() {
      measured(this, '.passage', ({ width }) => {
        const whole = Math.floor(width)
        if (whole <= 0 || whole === this.data.width) return
        likelyWidth = whole
        this.setData({ width: whole })
      })
    },
    /** Shows a patch of its rows; `taken` is called when the page has it. */
    show(patch: AnswerPatch, taken: () => void) {
      if (!held.has(this)) {
        this.setData(patch, taken)
        return
      }
      // With a height they are not drawn; how high they are can be told when they are there.
      this.setData({ ...patch, height: this.data.height || 1 })
      this.setData({ height: likelyHeight(this.data.b, this.data.width || USUAL_WIDTH) }, taken)
    },
    /** Keeps the rows that are still to come off the page, until `unfold`. */
    hold() {
      folded.add(this)
      held.add(this)
    },
    /** Takes its rows off the page. They stay in its data. */
    fold() {
      folded.add(this)
      measured(this, '.passage', ({ height }) => {
        if (folded.has(this) && height > 0) this.setData({ height })
      })
    },
    /** Puts its rows back. */
    unfold() {
      folded.delete(this)
      held.delete(this)
      if (this.data.height > 0) this.setData({ height: 0 })
    },
    /** Where a row begins on the screen, in pixels from its top; while the rows are off the page, where the passage does. */
    rowTop(row: number, told: (top: number) => void) {
      measured(this, this.data.height > 0 ? '.passage' : `#row-${row}`, ({ top }) => told(top))
    },
    /** Where the host cannot tell what is in sight, nothing is ever folded. */
    watchSight() {
      const observer = optional(() => this.createIntersectionObserver?.({ thresholds: [0] }))
      const screen = windowHeight()
      if (observer === undefined || screen === undefined) return
      observers.set(this, observer)
      // An observer tells of changes; what it tells of the beginning differs from host to host.
      measured(this, '.passage', ({ top, bottom }) => {
        const isSighted = bottom > -MARGIN && top < screen + MARGIN
        this.triggerEvent('located', { place: this.data.place, sighted: isSighted })
      })
      optional(() =>
        observer
          .relativeToViewport(SIGHT_MARGINS)
          .observe('.passage', ({ intersectionRatio, intersectionRect }) => {
            const isSighted = intersectionRatio > 0 || intersectionRect.height > 0
            this.triggerEvent('sighted', { place: this.data.place, sighted: isSighted })
          }),
      )
    },
    onLink(event: WechatMiniprogram.BaseEvent) {
      this.copy(datum(event, 'url'), answerWords().linkCopied)
    },
    onFormula(event: WechatMiniprogram.BaseEvent) {
      this.copy(datum(event, 'tex'), answerWords().formulaCopied)
    },
    onCode(event: WechatMiniprogram.BaseEvent) {
      const row = this.data.b[Number(datum(event, 'row'))]
      if (row) this.copy(visibleText(row), answerWords().codeCopied)
    },
    onImage(event: WechatMiniprogram.BaseEvent) {
      const url = datum(event, 'url')
      previewPhotos([url], url)
    },
    onBroken(event: WechatMiniprogram.BaseEvent) {
      this.setData({ broken: { ...this.data.broken, [datum(event, 'url')]: true } })
    },
    async copy(text: string, done: string) {
      let title: string = done
      try {
        await copyText(text)
      } catch {
        title = answerWords().notCopied
      }
      showToast(title)
    },
  },
})
