import { createReasoningFeed, type ReasoningFeed } from '../../conversation/reasoning-feed'
import { messages } from '../../messages/zh-CN'
import { wxClock } from '../../platform/wx-clock'
import type { Methods } from '../part'

const feeds = new WeakMap<object, ReasoningFeed>()

/** The model's reasoning, folded until the student wants it; hidden where there is none. */
const reasoningPanel = Component({
  properties: {
    /** The whole reasoning of an answer that is finished. */
    text: { type: String, value: '' },
  },
  data: {
    label: messages.answer.reasoning,
    has: false,
    open: false,
    chunks: [] as string[],
  },
  observers: {
    text(text: string) {
      if (text !== '') this.replace(text)
    },
  },
  lifetimes: {
    created() {
      feeds.set(
        this,
        createReasoningFeed((patch) => this.setData(patch), wxClock),
      )
    },
    detached() {
      feeds.get(this)?.end()
    },
  },
  methods: {
    append(delta: string) {
      if (!this.data.has) this.setData({ has: true })
      feeds.get(this)?.append(delta)
    },
    replace(text: string) {
      if (this.data.has !== (text !== '')) this.setData({ has: text !== '' })
      feeds.get(this)?.replace(text)
    },
    onToggle() {
      feeds.get(this)?.open(!this.data.open)
    },
  },
})

/** What its owner can call of it. */
export type ReasoningPanel = Methods<typeof reasoningPanel>
