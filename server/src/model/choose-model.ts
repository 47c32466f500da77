import type { Config } from '../settings/config'
import type { ModelConfig } from '../settings/model-settings'
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
export function chooseModel({
  model,
  otherModels = [],
  joinInterval,
}: Pick<Config, 'model' | 'otherModels' | 'joinInterval'>): ChosenModel {
  const tutor = createLocalTutor()
  const close = () => tutor.close()
  if (model === undefined) return { model: tutor, otherModels: [], tutor, close }
  const rests = joinInterval === undefined ? {} : { restInterval: restOf(joinInterval) }
  const create = (one: ModelConfig) => createOpenAiModel({ ...one, ...rests })
  return { model: create(model), otherModels: otherModels.map(create), tutor, close }
}

/** Rests that are shorter cost more than they save. */
const SHORTEST_REST = 50

/** Who wants each word sent at once wants it read at once. */
function restOf(joinInterval: number): number {
  return joinInterval < SHORTEST_REST ? 0 : joinInterval
}
