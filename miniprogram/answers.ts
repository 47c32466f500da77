import { bringTypesetter } from './components/answer-content/formula-typesetter'
import { imagesComeFrom } from './components/answer-content/image-home'
import { formulaForm, serverOrigin } from './config'
import { wxLogger } from './platform/wx-logger'
import type { Typesetter } from './render/typesetter'

type Mathematics = typeof import('./render/math/typesetter')

/** Tells the components that show answers what they know of no program: where its images are, and how it brings mathematics. */
export function prepareAnswers(): void {
  imagesComeFrom(serverOrigin)
  bringTypesetter({ load, logger: wxLogger })
}

/**
 * From the sub-package `render/math`, which app.json has fetched while the chat is looked at. Base library 2.11.2 and newer
 * reach it by `require.async`; where all lies in one package, `require` does.
 */
async function load(): Promise<Typesetter> {
  const { createWarmTypesetter }: Mathematics =
    typeof require.async === 'function'
      ? await require.async('./render/math/typesetter')
      : require('./render/math/typesetter')
  return createWarmTypesetter({ form: formulaForm() })
}
