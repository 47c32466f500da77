import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { Linter } from 'eslint'
import { type CheckResult, together } from '../package/check-result'
import { checkDeclarations } from './check-declarations'
import { checkResolutions, compiled } from './check-imports'
import type { InstalledExample } from './example'

/** What a mini-program installs. */
export const MINI_PROGRAM_PACKAGES: readonly string[] = ['wuhao-answer-stream', 'wuhao-answer-view']

/** Bytes that a package may have in the program, as shipped, which is what counts where an app does not minify; without mathematics. */
const LARGEST = 121_500

/** How a TypeScript mini-program without WeChat's typings and without the DOM uses them. */
const STRANGERS_CODE = `
import { agUiBackend, type AnswerEvent, createAnswerClient, LearningError, tutorBackend } from 'wuhao-answer-stream'
import { type AnswerContent, answerContent, createAnswerRenderer, useTypesetter, useWords } from 'wuhao-answer-view'
import { createTypesetter, useMathematics } from 'wuhao-answer-view/math'
const client = createAnswerClient({ backend: agUiBackend({ url: 'https://x', idempotent: true }) })
const told: AnswerEvent[] = []
const stream = client.ask({ content: '?', history: [{ role: 'user', content: '!' }] }, (event) => told.push(event))
export const text: Promise<string> = stream.result.then(({ text }) => text, (error) => {
  if (error instanceof LearningError) return error.partial
  throw error
})
export const other = createAnswerClient({ backend: tutorBackend({ url: 'wss://x', token: async () => 't' }) })
for (const left of client.unfinished()) client.resume(left)
export function show(answer: AnswerContent): void {
  answer.replace('')
  answer.push('$x$')
  answer.finish()
}
export const mine = { ...agUiBackend({ url: 'https://x' }), kind: 'mine' }
export const { begin, tellStop } = tutorBackend({ url: 'wss://x', token: 't' })
export const typesetter = createTypesetter()
export const load = async () => createTypesetter()
useMathematics()
useTypesetter(async () => createTypesetter())
useWords({ copy: 'Copy' })
export const content = (page: { selectComponent(selector: string): object }) => answerContent(page, '#answer')
export const renderer = createAnswerRenderer((patch: Record<string, unknown>) => told.length + Object.keys(patch).length)
`

const installed = ({ folder }: InstalledExample, name: string): string =>
  path.join(folder, 'node_modules', name)

/** The files below a folder, by their paths from there, with `/`. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
}

/** A package has what its manifest says, and nothing more. */
export function checkManifest(example: InstalledExample, name: string): CheckResult {
  const folder = installed(example, name)
  const manifest: Record<string, unknown> = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  )
  const program = path.join(folder, String(manifest.miniprogram))
  const weight = filesIn(program)
    .filter((file) => !file.startsWith('math/'))
    .reduce((sum, file) => sum + statSync(path.join(program, file)).size, 0)
  console.log(`${name}: ${weight} bytes of ${LARGEST} in the program`)
  const entries = [String(manifest.main), String(manifest.types)]
  const papers = ['README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'LICENSE', ...entries]
  const rules: [string, boolean][] = [
    ['no dependencies', !('dependencies' in manifest)],
    ['no scripts', !('scripts' in manifest)],
    ['papers and entries', papers.every((file) => statSync(path.join(folder, file)).size > 0)],
    ['weight', weight <= LARGEST],
  ]
  const failures = rules.filter(([, holds]) => !holds).map(([rule]) => `${name}: ${rule}`)
  return { passed: rules.length - failures.length, failures }
}

/** A mini-program has these packages by the line that the READMEs have its author run, and nothing that came with them. */
export function checkInstalled({ folder }: InstalledExample): CheckResult {
  const there = readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))
  const wanted = [...MINI_PROGRAM_PACKAGES].sort()
  return String(there.sort()) === String(wanted)
    ? { passed: 1, failures: [] }
    : { passed: 0, failures: [`it has ${there.join(', ')}`] }
}

/** The types of all packages need neither WeChat's typings nor the DOM, and what is made of them can be declared in its turn. */
export function checkTypes(example: InstalledExample): CheckResult {
  return together([
    checkResolutions(example.folder, STRANGERS_CODE),
    ...MINI_PROGRAM_PACKAGES.map((name) => checkDeclarations(path.join(installed(example, name), 'types'))),
  ])
}

/** An example's own types, with WeChat's typings, as its author sees them. */
export function checkExampleTypes({ folder }: InstalledExample): CheckResult {
  const typings = path.resolve(__dirname, '..', '..', 'node_modules')
  return compiled(['-p', folder, '--typeRoots', typings])
}

/**
 * A parser of ES2018 reads each script of a package, and none looks behind. That is syntax; of ES2019 there are the arrays' and strings' built-ins,
 * which the oldest phone has, and nothing later: the sources are checked against no other (`lib` in tsconfig.json).
 */
export function checkSyntax(example: InstalledExample, name: string): CheckResult {
  const folder = installed(example, name)
  const scripts = filesIn(folder).filter((file) => file.endsWith('.js'))
  const failures = scripts.flatMap((file) => {
    const code = readFileSync(path.join(folder, file), 'utf8')
    const options = { languageOptions: { ecmaVersion: 2018, sourceType: 'commonjs' } } as const
    const problems = new Linter()
      .verify(code, [options])
      .map(({ message, line }) => `${message} (line ${line})`)
    if (/\(\?<[=!]/.test(code)) problems.push('it looks behind')
    return problems.map((problem) => `${name}/${file}: ${problem}`)
  })
  return { passed: failures.length === 0 ? scripts.length : 0, failures }
}
