const { chatCompletionsBackend, createAnswerClient } = require('wuhao-answer-stream')
const { endpoint, model } = require('../../config')

const client = createAnswerClient({ backend: chatCompletionsBackend({ url: endpoint, model }) })

/** The conversation so far: this endpoint keeps none. */
const history = []

Page({
  data: { question: '', text: '', note: '', running: false },

  onQuestion({ detail }) {
    this.setData({ question: detail.value })
  },

  onAsk() {
    const content = this.data.question
    this.setData({ text: '', note: '正在想…', running: true })
    this.stream = client.ask({ content, history: [...history] }, (event) => {
      if (event.type === 'content' || event.type === 'replace') this.setData({ text: event.text, note: '' })
    })
    this.stream.result.then(
      ({ text, finishReason }) => {
        history.push({ role: 'user', content }, { role: 'assistant', content: text })
        this.setData({ note: finishReason === 'stopped' ? '已停下' : '', running: false })
      },
      (error) => this.setData({ note: error.message, text: error.partial, running: false }),
    )
  },

  onStop() {
    this.stream.stop()
  },
})
