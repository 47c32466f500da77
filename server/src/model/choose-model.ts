import type { Config } from '../settings/config'
import { createLocalTutor, type LocalTutor } from './local-tutor'
import type { TutorModel } from './model'
import { createOpenAiModel } from './openai-model'

/** The models of the settings, and how to let go of what they hold. */
export interface ChosenModel {
  model: TutorModel
  /** Asked in this order where `model` fails before its first word. */
  otherModels: TutorModel[]
  /** Reads and marks pages on this machine, also beside a model. */
  tutor: LocalTutor
  close(): Promise<void>
}

/** The configured OpenAI-compatible models, else the local tutor. */
export function chooseModel({ model, otherModels = [] }: Pick<Config, 'model' | 'otherModels'>): ChosenModel {
  const tutor = createLocalTutor()
  const close = () => tutor.close()
  if (model === undefined) return { model: tutor, otherModels: [], tutor, close }
  return { model: createOpenAiModel(model), otherModels: otherModels.map(createOpenAiModel), tutor, close }
}
