import type { Size } from '../../platform/ports'

/** Where a picture that is shown whole (`aspectFit`) stands in its stage, in pixels from the stage's upper left corner. */
export function fitted(stage: Size, picture: Size): Size & { left: number; top: number } {
  const scale = Math.min(stage.width / picture.width, stage.height / picture.height)
  const width = picture.width * scale
  const height = picture.height * scale
  return { left: (stage.width - width) / 2, top: (stage.height - height) / 2, width, height }
}
