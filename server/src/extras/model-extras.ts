import type { Usage } from '../../../typings/protocol'
import { ModelError, type TutorModel } from '../model/model'
import { type ExtrasMaterial, extrasFormat, extrasMessages, repairMessages } from './extras-prompt'
import { readReply } from './extras-reply'
import type { MadeExtras } from './made-extras'

/** Milliseconds for one call, its whole reply included. */
const PATIENCE = 300_000

/** A model that can be asked for extras. */
export type AskedModel = TutorModel & Required<Pick<TutorModel, 'reply'>>

/**
 * Asks a model for the extras of an answer, and once more where what it says cannot be understood; `undefined` where that is so
 * again. `paid` is told what each call took. Rejects with {@link ModelError} where a call fails.
 */
export async function extrasByModel(
  model: AskedModel,
  material: ExtrasMaterial,
  signal: AbortSignal,
  paid: (usage: Usage) => void,
): Promise<MadeExtras | undefined> {
  const { mode, pages } = material
  const format = extrasFormat(mode)
  const marked = mode === 'check' ? pages.length : undefined
  const messages = extrasMessages(material)
  const ask = async (said: typeof messages) => {
    const ended = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)])
    const { text, usage } = await model.reply({ messages: said, format, signal: ended })
    if (usage !== undefined) paid(usage)
    if (ended.aborted) throw new ModelError('MODEL_TIMEOUT', 'the model was too slow with the extras', true)
    return text
  }
  const first = await ask(messages)
  const read = readReply(first, marked)
  if (read.extras !== undefined) return read.extras
  return readReply(await ask(repairMessages(messages, first, read.problem)), marked).extras
}
