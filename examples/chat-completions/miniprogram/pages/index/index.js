import { chatCompletionsBackend, createAnswerClient } from 'wuhao-answer-stream'
import { endpoint, model } from '../../config'

const client = createAnswerClient({ backend: chatCompletionsBackend({ url: endpoint, model }) })

/** The conversation so far: this endpoint keeps none. */
const history = []

/** Why an answer is not whole; the reasons that are not here are cuts, too. */
const CUTS = { stopped: '已停下', length: '太长了，没有写完', content_filter: '后面的内容被过滤了' }

/** Empty where it came to its own end. */
function noteOn(finishReason) {
  return finishReason === 'stop' ? '' : CUTS[finishReason] || '没有写完'
}

Page({
  data: { question: '', note: '', running: false },

  onQuestion({ detail }) {
    this.setData({ question: detail.value })
  },

  onAsk() {
    const content = this.data.question
    const answer = this.selectComponent('#answer')
    answer.replace('')
    this.setData({ note: '正在想…', running: true })
    this.stream = client.ask({ content, history: [...history] }, (event) => {
      if (event.type === 'content') answer.push(event.delta)
      if (event.type === 'replace') answer.replace(event.text)
    })
    this.stream.result.then(
      ({ text, finishReason }) => {
        history.push({ role: 'user', content }, { role: 'assistant', content: text })
        const note = noteOn(finishReason)
        answer.finish(note !== '')
        this.setData({ note, running: false })
      },
      (error) => {
        answer.finish(true)
        this.setData({ note: error.message, running: false })
      },
    )
  },

  onStop() {
    this.stream.stop()
  },
})
