import type { CheckResult } from './check-result'
import { CompiledProgram } from './compiled-program'
import { FIRST_PAGE, runFirstFrame, weighRun } from './first-frame'
import { phoneEngine } from './phone-engine'
import { loadingStubs } from './stubs'

/** Bytes of modules that run until then: a phone without a compiler needs 60 to 90 ms for so many. */
const LIMIT = 310 * 1024

/** Weighs what runs before the first frame, prints it, and fails where it is too much: what need not run then has a placeholder. */
export function checkFirstFrame(folder: string): CheckResult {
  const program = new CompiledProgram(folder, phoneEngine(loadingStubs()))
  runFirstFrame(program, folder, FIRST_PAGE)
  const modules = weighRun(program, folder)
  const bytes = modules.reduce((sum, [, size]) => sum + size, 0)
  console.log(`before the first frame: ${modules.length} modules, ${(bytes / 1024).toFixed(0)} KB`)
  if (bytes <= LIMIT) return { passed: 1, failures: [] }
  return { passed: 0, failures: [`more than ${LIMIT / 1024} KB run before the first frame`] }
}
