import type { Config } from '../settings/config'
import { createLocalTutor } from './local-tutor'
import type { TutorModel } from './model'
import { createOpenAiModel } from './openai-model'

/** The models of the settings, and how to let go of what they hold. */
export interface ChosenModel {
  model: TutorModel
  /** Asked in this order where `model` fails before its first word. */
  otherModels: TutorModel[]
  close(): Promise<void>
}

/** The configured OpenAI-compatible models, else the local tutor. */
export function chooseModel({ model, otherModels = [] }: Pick<Config, 'model' | 'otherModels'>): ChosenModel {
  if (model === undefined) {
    const tutor = createLocalTutor()
    return { model: tutor, otherModels: [], close: () => tutor.close() }
  }
  return {
    model: createOpenAiModel(model),
    otherModels: otherModels.map(createOpenAiModel),
    close: async () => undefined,
  }
}
