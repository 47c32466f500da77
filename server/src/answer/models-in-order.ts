import { type ModelRequest, pagesOf, type TutorModel } from '../model/model'

/** The models that can be asked this: pages are for those that see them, a begun text for those that can go on. */
export function modelsFor(request: ModelRequest, models: readonly TutorModel[]): TutorModel[] {
  return models.filter(({ seesImages = true, canContinue }, index) => {
    if (pagesOf(request).length > 0 && !seesImages) return false
    return index === 0 || canContinue || request.continueFrom === undefined
  })
}

/** A request as this model can take it: without the pages of earlier questions, where it sees none. */
export function requestFor({ seesImages = true }: TutorModel, request: ModelRequest): ModelRequest {
  if (seesImages) return request
  return { ...request, history: request.history.map(({ images, ...turn }) => turn) }
}
