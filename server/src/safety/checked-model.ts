import { pushed } from '../model/chat/pushed'
import { ModelError, type ModelEvent, type TutorModel } from '../model/model'
import type { CheckContent } from './content-safety'
import { SentenceGate } from './sentence-gate'

/** Asking again would be paid again, and be checked no better, while the check is away. */
const uncheckable = () =>
  new ModelError('MODEL_UNAVAILABLE', 'a sentence could not be checked', true, {
    persists: true,
    hasAnswered: true,
  })

/**
 * A model of whose words none is shown before its sentence was checked. A sentence waits for its own check alone: the next one
 * is written, and checked, meanwhile.
 */
export function checkedModel(model: TutorModel, check: CheckContent): TutorModel {
  const answer: TutorModel['answer'] = (request) => {
    const { userId } = request
    if (userId === undefined) return model.answer(request)
    return pushed<ModelEvent>(async (output) => {
      const source = model.answer(request)[Symbol.asyncIterator]()
      const leave = () => void source.return?.().catch(() => undefined)
      output.onReturn(leave)
      const gate = new SentenceGate(
        (text) => check(userId, 'answer', text),
        (event) => output.push(event),
        leave,
      )
      for (;;) {
        const next = await source.next()
        if (gate.isShut || next.done === true) break
        const event = next.value
        if (event.type === 'content' || event.type === 'reasoning') gate.take(event)
        else {
          // There is nothing to be shown of the others; but the end comes after all that is.
          if (event.type === 'complete' || event.type === 'finish') await gate.end()
          if (!gate.isShut) output.push(event)
        }
      }
      await gate.end()
      if (gate.verdict === 'risky') throw new ModelError('CONTENT_REJECTED', 'a sentence was rejected', false)
      if (gate.verdict === 'unknown') throw uncheckable()
    })
  }
  return { ...model, answer }
}
