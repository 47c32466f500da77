import { CompiledProgram } from '../../scripts/package/compiled-program'
import { compiledMathematics, compiledRenderer } from '../../scripts/package/compiled-rendering'
import { BenchClock } from '../bench-clock'
import { timeOf } from '../measure'

/** The beginning of an answer of mathematics, and the character with which its first formula ends. */
const BEFORE = "解：由题意，函数的导数是 $f'(x)=\\dfrac{3x^2-6x}{\\sqrt{x^2+1}}"
const LAST = '$'
/** What tells that the formula has ended. */
const BEHIND = '，'

/**
 * Milliseconds from a formula's last character until its layout is handed to `setData`. `isWarm`: the program's typesetter, which has
 * laid out a formula while the answer was waited for; else one that begins with this formula.
 */
export function firstFormula(folder: string, isWarm: boolean): number {
  const program = new CompiledProgram(folder)
  let sent = ''
  const { createAnswerRenderer } = compiledRenderer(program)
  const { createTypesetter, createWarmTypesetter } = compiledMathematics(program)
  const renderer = createAnswerRenderer(
    (patch) => {
      sent += JSON.stringify(patch)
    },
    {
      clock: new BenchClock(),
      typesetter: isWarm ? createWarmTypesetter() : createTypesetter(),
    },
  )
  renderer.push(BEFORE)
  renderer.flush()
  const time = timeOf(() => {
    renderer.push(LAST + BEHIND)
    renderer.flush()
  })
  if (!sent.includes('"z"')) throw new Error(`the formula was not laid out: ${sent}`)
  return time
}
