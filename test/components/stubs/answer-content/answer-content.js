/** Stands for the renderer in tests of what is around it: shows the text as it is, and counts what it was told. */
Component({
  properties: { text: { type: String, value: '' } },
  data: { shown: '', finished: 0, paused: 0, resumed: 0 },
  observers: {
    text(text) {
      this.setData({ shown: text })
    },
  },
  methods: {
    push(delta) {
      this.setData({ shown: this.data.shown + delta })
    },
    replace(text) {
      this.setData({ shown: text })
    },
    finish() {
      this.setData({ finished: this.data.finished + 1 })
    },
    pause() {
      this.setData({ paused: this.data.paused + 1 })
    },
    resume() {
      this.setData({ resumed: this.data.resumed + 1 })
    },
  },
})
