import { type CheckResult, checkEach } from './check-result'
import { CompiledProgram } from './compiled-program'
import { phoneEngine } from './phone-engine'
import { loadingStubs } from './stubs'

/** Loads each module of the compile as the first one of a program that has just started. */
export function checkLoading(folder: string): CheckResult {
  const program = new CompiledProgram(folder, phoneEngine(loadingStubs()))
  return checkEach(program.names, (name) => {
    program.restart()
    program.require(name)
  })
}
