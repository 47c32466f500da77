import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { tests } from 'commonmark-spec'
import * as sourceRenderer from '../../miniprogram/render/index'
import * as sourceTypesetter from '../../miniprogram/render/math/typesetter'
import { corpus } from '../../test/math/corpus'
import { type CheckResult, checkEach } from './check-result'
import { CompiledProgram } from './compiled-program'
import { compiledMathematics, compiledRenderer, type Mathematics, type Renderer } from './compiled-rendering'
import { phoneEngine } from './phone-engine'
import { loadingStubs } from './stubs'

/** What makes rows and formulas, out of the sources or out of the compile. */
type Rendering = Renderer & Mathematics

const fixtures = path.resolve(__dirname, '..', '..', 'test', 'render', 'fixtures')

/** All that the renderer is held against: CommonMark's examples and answers of all subjects, by name. */
function texts(): Map<string, string> {
  return new Map([
    ...tests.map(({ number, markdown }): [string, string] => [
      `CommonMark ${number}`,
      markdown.replace(/→/g, '\t'),
    ]),
    ...readdirSync(fixtures).map((name): [string, string] => [
      name,
      readFileSync(path.join(fixtures, name), 'utf8'),
    ]),
  ])
}

/**
 * Renders and typesets with the compile what the sources render and typeset, whole and cut into single characters, and
 * fails where a patch or a formula differs.
 */
export function checkRendering(folder: string): CheckResult {
  const known = texts()
  const compiled = compiledRendering(folder)
  const rendered = checkEach([...known.keys()], (name) => {
    const text = known.get(name) ?? ''
    same('whole', (rendering) => patchesOf(rendering, [text]), compiled)
    same('cut', (rendering) => patchesOf(rendering, text.split('')), compiled)
  })
  const formulas = checkEach([...new Set(corpus.map(({ tex }) => tex))], (tex) => {
    same('words', (rendering) => rendering.createTypesetter().speak(tex), compiled)
    for (const form of ['compact', 'html'] as const)
      for (const display of [true, false])
        same(form, (rendering) => rendering.createTypesetter({ form }).typeset(tex, display), compiled)
  })
  return {
    passed: rendered.passed + formulas.passed,
    failures: [...rendered.failures, ...formulas.failures],
  }
}

function same(what: string, make: (rendering: Rendering) => unknown, compiled: Rendering): void {
  // Values of another world have other prototypes.
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))
  const [meant, made] = [{ ...sourceRenderer, ...sourceTypesetter }, compiled].map(make).map(plain)
  if (!isDeepStrictEqual(made, meant))
    throw new Error(`${what}: the compile gives ${JSON.stringify(made)} for ${JSON.stringify(meant)}`)
}

/** Every patch that a page would get, with a batch after each piece. */
function patchesOf(rendering: Rendering, pieces: readonly string[]): unknown[] {
  const patches: unknown[] = []
  const typesetter = rendering.createTypesetter()
  const renderer = rendering.createAnswerRenderer((patch) => patches.push(patch), { typesetter })
  for (const piece of pieces) {
    renderer.push(piece)
    renderer.flush()
  }
  renderer.end()
  return patches
}

function compiledRendering(folder: string): Rendering {
  const program = new CompiledProgram(folder, phoneEngine(loadingStubs()))
  return { ...compiledRenderer(program), ...compiledMathematics(program) }
}
