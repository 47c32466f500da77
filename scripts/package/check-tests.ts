import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { CheckResult } from './check-result'

const root = path.resolve(__dirname, '..', '..')

/** Runs the tests of the answer's way to the page against the compile in `folder`; see jest.compiled.config.js. */
export function checkTests(folder: string): CheckResult {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'compiled-tests-'))
  try {
    const report = path.join(scratch, 'report.json')
    const jest = path.join(path.dirname(require.resolve('jest/package.json')), 'bin', 'jest.js')
    const parameters = ['--config', 'jest.compiled.config.js', '--json', '--outputFile', report]
    const run = spawnSync(process.execPath, [jest, ...parameters], {
      cwd: root,
      env: { ...process.env, COMPILED_PROGRAM: folder },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    })
    if (run.error) throw run.error
    // What jest says goes to the error stream; the other one repeats the report.
    if (run.status !== 0) process.stderr.write(run.stderr)
    return resultOf(JSON.parse(readFileSync(report, 'utf8')))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** The part of jest's report that is read. */
interface Report {
  numPassedTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string }[]
  }[]
}

function resultOf(report: Report): CheckResult {
  const failures = report.testResults.flatMap(({ name, status, assertionResults }) => {
    const file = path.relative(root, name)
    const failed = assertionResults.filter((each) => each.status === 'failed')
    if (failed.length > 0) return failed.map(({ fullName }) => `${file}: ${fullName}`)
    return status === 'failed' ? [`${file} does not run`] : []
  })
  return { passed: report.numPassedTests, failures }
}
