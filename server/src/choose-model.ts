import type { Config } from './config'
import { createLocalTutor } from './model/local-tutor'
import type { TutorModel } from './model/model'
import { createOpenAiModel } from './model/openai-model'

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
