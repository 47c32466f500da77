import type * as sourceRenderer from '../../miniprogram/render/index'
import type * as sourceTypesetter from '../../miniprogram/render/math/typesetter'
import type { CompiledProgram } from './compiled-program'

/** Makes the rows of an answer. */
export type Renderer = Pick<typeof sourceRenderer, 'createAnswerRenderer'>

/** Makes the layouts of formulas. */
export type Mathematics = Pick<typeof sourceTypesetter, 'createTypesetter' | 'createWarmTypesetter'>

/** The compile's renderer, which runs at the first call. */
export function compiledRenderer(program: CompiledProgram): Renderer {
  const renderer = program.require('render/index.js')
  if (!hasRenderer(renderer)) throw new Error('the compile has no renderer')
  return renderer
}

/** The compile's mathematics, of which KaTeX itself runs for the first formula. */
export function compiledMathematics(program: CompiledProgram): Mathematics {
  const mathematics = program.require('render/math/typesetter.js')
  if (!hasTypesetter(mathematics)) throw new Error('the compile has no typesetter')
  return mathematics
}

function hasRenderer(module: unknown): module is Renderer {
  return isFunctionOf(module, 'createAnswerRenderer')
}

function hasTypesetter(module: unknown): module is Mathematics {
  return isFunctionOf(module, 'createTypesetter') && isFunctionOf(module, 'createWarmTypesetter')
}

function isFunctionOf(module: unknown, name: string): boolean {
  if (typeof module !== 'object' || module === null) return false
  return typeof Reflect.get(module, name) === 'function'
}
