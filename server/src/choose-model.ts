import type { Config } from './config'
import { createLocalTutor } from './model/local-tutor'
import type { TutorModel } from './model/model'
import { createOpenAiModel } from './model/openai-model'

/** The model of the settings, and how to let go of what it holds. */
export interface ChosenModel {
  model: TutorModel
  close(): Promise<void>
}

/** The configured OpenAI-compatible model, else the local tutor. */
export function chooseModel({ model }: Pick<Config, 'model'>): ChosenModel {
  if (model !== undefined) return { model: createOpenAiModel(model), close: async () => undefined }
  const tutor = createLocalTutor()
  return { model: tutor, close: () => tutor.close() }
}
