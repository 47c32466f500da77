/**
 * Stands for the renderer in tests of what is around it: shows the text as it is, and counts what it was told. It keeps what the renderer
 * does with what it is told: nothing is shown while it is paused, an empty text by the property is none, and one that was told an end, as
 * a text by the property is, takes no more until all of it comes anew.
 */
Component({
  properties: { text: { type: String, value: '' } },
  data: { shown: '', finished: 0, paused: 0, resumed: 0 },
  observers: {
    text(text) {
      if (text === '') return
      this.given = text
      this.hasEnded = true
      this.show()
    },
  },
  methods: {
    push(delta) {
      if (this.hasEnded) return
      this.given = (this.given ?? '') + delta
      this.show()
    },
    replace(text) {
      this.hasEnded = false
      this.given = text
      this.show()
    },
    finish() {
      this.hasEnded = true
      this.setData({ finished: this.data.finished + 1 })
    },
    pause() {
      this.isPaused = true
      this.setData({ paused: this.data.paused + 1 })
    },
    resume() {
      this.isPaused = false
      this.setData({ resumed: this.data.resumed + 1 })
      this.show()
    },
    show() {
      if (!this.isPaused) this.setData({ shown: this.given ?? '' })
    },
  },
})
