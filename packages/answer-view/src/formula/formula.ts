import {
  formulaTypesetter,
  leaveTypesetter,
} from '../../../../miniprogram/components/answer-content/formula-typesetter'
import { measured } from '../../../../miniprogram/components/measured'
import type { Typesetter } from '../../../../miniprogram/render/typesetter'

/** What lays each one out, and hears when that can be done. */
const typesetters = new WeakMap<object, { typesetter: Typesetter; ready(): void }>()

/** One formula by itself; its source where it is wrong, or as long as there is no mathematics. */
Component({
  properties: {
    /** LaTeX without its markers. */
    tex: { type: String, value: '' },
    /** On a line of its own, instead of inside a sentence. */
    display: { type: Boolean, value: false },
  },
  data: {
    /** Its compact layout, and its words as they travel; empty where there are none. */
    content: '',
    words: '',
    /** Pixels of its line; 0 as long as that is not known. */
    width: 0,
  },
  observers: {
    'tex, display'() {
      this.layOut()
    },
  },
  lifetimes: {
    attached() {
      const ready = () => this.layOut()
      typesetters.set(this, { typesetter: formulaTypesetter(ready), ready })
      this.layOut()
    },
    ready() {
      this.measure()
    },
    detached() {
      const known = typesetters.get(this)
      if (known !== undefined) leaveTypesetter(known.ready)
      typesetters.delete(this)
    },
  },
  pageLifetimes: {
    resize() {
      this.measure()
    },
  },
  methods: {
    layOut() {
      const { typesetter } = typesetters.get(this) ?? {}
      if (typesetter === undefined) return
      const { tex, display } = this.data
      const content = tex === '' ? undefined : typesetter.typeset(tex, display)
      this.setData({ content: content ?? '', words: typesetter.speak(tex) ?? '' })
    },
    /** Inside a sentence nobody can tell what is left of the line. */
    measure() {
      if (!this.data.display) return
      measured(this, '.formula-displayed', ({ width }) => this.setData({ width: Math.floor(width) }))
    },
  },
})
