/**
 * An answer on the page while it is written. The page uses the components `answer-content` and `formula`; mathematics is a part of its
 * own (`wuhao-answer-view/math`).
 */
import { bringTypesetter } from '../../../miniprogram/components/answer-content/formula-typesetter'
import { part } from '../../../miniprogram/components/part'
import type { Typesetter } from '../../../miniprogram/render/index'

export { type AnswerWords, useWords } from '../../../miniprogram/components/answer-passage/words'
export type { Cancel, Clock } from '../../../miniprogram/platform/ports'
export {
  type AnswerPatch,
  type AnswerRenderer,
  type AnswerRendererOptions,
  createAnswerRenderer,
  type Exercise,
  type PatchSender,
  type Typesetter,
} from '../../../miniprogram/render/index'
export {
  type AnswerData,
  type FormulaRun,
  type Head,
  type ImageRun,
  type Row,
  type RowHead,
  type Run,
  STYLE,
  type StyledRun,
  type TableRow,
  type TextRow,
} from '../../../miniprogram/render/row/row'

/** The component `answer-content`, as the page feeds it. */
export interface AnswerContent {
  /** More of the answer; after `finish` the beginning of another one, which takes its place. */
  push(delta: string): void
  /** All of the answer anew. What is shown already and has not changed stays as it is. */
  replace(text: string): void
  /** No more comes. `torn`: it was cut, so a formula that was being written stays held back; the property says so unless told. */
  finish(torn?: boolean): void
  /** The page is hidden: nothing is sent to it until `resume`. */
  pause(): void
  resume(): void
}

/** The `answer-content` that the selector names in a page's or component's template. Throws TypeError where there is none (yet). */
export function answerContent(
  page: { selectComponent(selector: string): unknown },
  selector: string,
): AnswerContent {
  const found = part<AnswerContent>(page, selector)
  if (found === undefined) throw new TypeError(`no answer-content is ${selector} in this template`)
  return found
}

/**
 * Formulas are laid out by what `load` brings when the first answer is there: for an app that has `wuhao-answer-view/math` in a
 * sub-package. Until it is there, and again where it could not be brought, formulas are shown as their source. Called in app.js.
 */
export function useTypesetter(load: () => Promise<Typesetter>): void {
  bringTypesetter({ load, logger: { warn: (message, ...details) => console.warn(message, ...details) } })
}
