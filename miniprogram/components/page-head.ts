import { topArea, USUAL_TOP } from '../platform/wx-window'

/**
 * The behavior of a row at a pane's top: what every one of them is told, and where the host draws over it, which is measured when it is
 * there and when the screen is turned.
 */
export const pageHead = Behavior({
  properties: {
    title: { type: String, value: '' },
    /** The title stands in the `middle` of the row, at its `start` behind the buttons, where the `text` below begins, or there `alone`. */
    place: { type: String, value: 'middle' },
    /** Another pane stands right of this one, and has the host's capsule. */
    beside: { type: Boolean, value: false },
  },
  data: USUAL_TOP,
  lifetimes: {
    attached() {
      this.setData(topArea())
    },
  },
  pageLifetimes: {
    resize() {
      this.setData(topArea())
    },
  },
})
