import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const script = readFileSync(join(__dirname, '..', '..', '..', '.ci', 'run'), 'utf8')
const step = /^step\(\) \{\n[\s\S]*?^\}$/m.exec(script)?.[0] ?? ''

describe('a step of .ci/run', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tutor-ci-'))
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** What is noted of a step whose command says this and ends so. */
  function noted(said: string, exit: number) {
    const [results, skips, said_] = ['results', 'skips', 'said'].map((name) => join(folder, name))
    for (const file of [results, skips]) writeFileSync(file ?? '', '')
    writeFileSync(said_ ?? '', said)
    const call = `results='${results}' skips='${skips}'\n${step}\nstep 'a check' sh -c 'cat "${said_}"; exit ${exit}'`
    execFileSync('bash', ['-c', call], { stdio: 'pipe' })
    return [readFileSync(results ?? '', 'utf8'), readFileSync(skips ?? '', 'utf8')]
  }

  test.each([
    ['that says nothing is one check', 'fine\n', 0, '1 0 a check\n', ''],
    ['that counts has what it counted', '7 passed, 0 failed\n', 0, '7 0 a check\n', ''],
    ['of jest, too', 'Tests:       3 skipped, 5 passed, 8 total\n', 0, '5 0 a check\n', ''],
    ['that fails is one failure', 'broken\n', 1, '0 1 a check\n', ''],
    [
      'that was skipped is told as that, and has passed nothing',
      'skipped: no tool here\n',
      0,
      '0 0 a check\n',
      'a check (no tool here)\n',
    ],
    [
      'that fails after it skipped something has failed',
      'skipped: no tool\n1 passed, 2 failed\n',
      1,
      '1 2 a check\n',
      '',
    ],
  ])('%s', (_which, said, exit, result, skipped) => {
    expect(noted(said, exit)).toEqual([result, skipped])
  })

  test('what was skipped stands above the sum, which is the last line', () => {
    const end = script.trimEnd().split('\n').slice(-3)
    expect(end[0]).toContain('"$skips"')
    expect(end[2]).toContain('passed, %d failed')
  })
})
