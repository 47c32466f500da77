import type { AnswerEvent, AnswerStream } from 'wuhao-answer-stream'
import { type AnswerContent, answerContent } from 'wuhao-answer-view'
import { client } from '../../client'

/** Why an answer is not whole; the reasons that are not here are cuts, too. */
const CUTS: Readonly<Record<string, string>> = {
  stopped: '已停下',
  length: '太长了，没有写完',
  content_filter: '后面的内容被过滤了',
}

/** Empty where it came to its own end. */
function noteOn(finishReason: string): string {
  return finishReason === 'stop' ? '' : (CUTS[finishReason] ?? '没有写完')
}

let stream: AnswerStream | undefined

Page({
  data: { question: '', note: '', running: false },

  onReady() {
    const [left] = client.unfinished()
    if (left === undefined) return
    this.answer().replace(left.text)
    this.follow(client.resume(left, (event) => this.show(event)))
  },

  onQuestion({ detail }: WechatMiniprogram.Input) {
    this.setData({ question: detail.value })
  },

  onAsk() {
    this.answer().replace('')
    this.follow(client.ask({ content: this.data.question }, (event) => this.show(event)))
  },

  onStop() {
    stream?.stop()
  },

  answer(): AnswerContent {
    return answerContent(this, '#answer')
  },

  show(event: AnswerEvent) {
    if (event.type === 'content') this.answer().push(event.delta)
    if (event.type === 'replace') this.answer().replace(event.text)
  },

  follow(followed: AnswerStream) {
    stream = followed
    this.setData({ note: '正在想…', running: true })
    followed.result.then(
      ({ finishReason }) => this.end(noteOn(finishReason)),
      (error: Error) => this.end(error.message),
    )
  },

  /** `note`: why the answer is not whole; empty where it is. */
  end(note: string) {
    this.answer().finish(note !== '')
    this.setData({ note, running: false })
  },
})
