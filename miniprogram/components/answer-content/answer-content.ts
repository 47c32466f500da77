import { serverOrigin } from '../../config'
import { messages } from '../../messages/zh-CN'
import { copyText } from '../../platform/wx-clipboard'
import { wxClock } from '../../platform/wx-clock'
import { host } from '../../platform/wx-host'
import { previewPhotos } from '../../platform/wx-photos'
import { type AnswerRenderer, createAnswerRenderer, type Row, visibleText } from '../../render/index'
import { datum } from '../event-data'
import { formulaTypesetter } from './formula-typesetter'

const renderers = new WeakMap<object, AnswerRenderer>()

/**
 * The text of an answer as a student reads it: Markdown and formulas. A finished answer comes by the property, one that is
 * being written by the methods. It calls its own `setData`, with its own rows only.
 */
Component({
  properties: {
    /** The whole text of a finished answer. */
    text: { type: String, value: '' },
  },
  data: {
    /** The answer's rows, see `render/row/row.ts`. Patches write to their parts. */
    b: [] as (Row | 0)[],
    origin: '',
    label: messages.content,
  },
  observers: {
    text(text: string) {
      if (text === '') return
      this.replace(text)
      this.finish()
    },
  },
  lifetimes: {
    created() {
      const typesetter = formulaTypesetter(() => renderers.get(this)?.typesetAgain())
      renderers.set(
        this,
        createAnswerRenderer((patch, taken) => this.setData(patch, taken), {
          clock: wxClock,
          acknowledged: true,
          typesetter,
        }),
      )
    },
    attached() {
      this.setData({ origin: serverOrigin() })
    },
    detached() {
      renderers.get(this)?.close()
      renderers.delete(this)
    },
  },
  methods: {
    /** More of the answer. */
    append(delta: string) {
      renderers.get(this)?.push(delta)
    },
    /** All of the answer anew. What is shown already and has not changed stays as it is. */
    replace(text: string) {
      renderers.get(this)?.reset(text)
    },
    /** The answer is complete. */
    finish() {
      renderers.get(this)?.end()
    },
    /** The page is hidden: nothing is shown until `resume`. */
    pause() {
      renderers.get(this)?.pause()
    },
    resume() {
      renderers.get(this)?.resume()
    },
    onLink(event: WechatMiniprogram.BaseEvent) {
      this.copy(datum(event, 'url'), messages.content.linkCopied)
    },
    onFormula(event: WechatMiniprogram.BaseEvent) {
      this.copy(datum(event, 'tex'), messages.content.formulaCopied)
    },
    onCode(event: WechatMiniprogram.BaseEvent) {
      const row = this.data.b[Number(datum(event, 'row'))]
      if (row) this.copy(visibleText(row), messages.content.codeCopied)
    },
    onImage(event: WechatMiniprogram.BaseEvent) {
      const url = datum(event, 'url')
      previewPhotos([url], url)
    },
    async copy(text: string, done: string) {
      let title: string = done
      try {
        await copyText(text)
      } catch {
        title = messages.answer.notCopied
      }
      host().showToast?.({ title, icon: 'none' })
    },
  },
})
