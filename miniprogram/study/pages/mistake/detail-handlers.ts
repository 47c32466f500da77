import type { Told } from '../../../components/event-data'
import type { MistakeDoer } from './mistake-doer'

/** How a page answers its `mistake-detail`; `doerOf`: the page's, while it is open. */
export function detailHandlers(doerOf: (page: object) => MistakeDoer | undefined) {
  return {
    onTyped(this: object, event: Told<{ id: string; note: string }>) {
      doerOf(this)?.typed(event.detail.id, event.detail.note)
    },
    onWritten(this: object) {
      doerOf(this)?.saveNote()
    },
    onHide(this: object) {
      doerOf(this)?.saveNote()
    },
    onMaster(this: object, event: Told<{ id: string; mastered: boolean }>) {
      void doerOf(this)?.master(event.detail.id, event.detail.mastered)
    },
    onSimilar(this: object, event: Told<{ id: string }>) {
      doerOf(this)?.ask('similar', event.detail.id)
    },
    onExplain(this: object, event: Told<{ id: string }>) {
      doerOf(this)?.ask('solve', event.detail.id)
    },
  }
}
