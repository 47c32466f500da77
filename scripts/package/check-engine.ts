import { ESLint } from 'eslint'
import es from 'eslint-plugin-es-x'
import type { CheckResult } from './check-result'

/**
 * What iOS 12 has of ECMAScript 2019 already; and names that mean something older as well: those of an iterator's methods
 * are an array's, `at` and `description` are words (in our sources TypeScript's `lib` finds them).
 */
const LET_THROUGH =
  /no-array-prototype-flat$|no-string-prototype-trimstart-trimend$|no-iterator-prototype-|no-symbol-prototype-description$|-prototype-at$/

/**
 * Reads every compiled script as ECMAScript 5, and finds built-ins that the oldest engine lacks (docs/devices.md) where
 * they are used without asking whether they are there. A method counts by its name, whatever it is called on.
 */
export async function checkEngine(folder: string): Promise<CheckResult> {
  const newer = {
    ...es.configs['flat/restrict-to-es2018'].rules,
    ...es.configs['flat/restrict-to-es2018-intl-api'].rules,
  }
  const named = Object.keys(newer).filter((rule) => !LET_THROUGH.test(rule))
  const rules = Object.fromEntries(named.map((rule): [string, 'error'] => [rule, 'error']))
  const linter = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    allowInlineConfig: false,
    overrideConfig: {
      files: ['**/*.js'],
      plugins: { 'es-x': es },
      languageOptions: { ecmaVersion: 5, sourceType: 'script' },
      settings: { 'es-x': { aggressive: true, allowTestedProperty: true } },
      rules,
    },
  })
  const results = await linter.lintFiles('**/*.js')
  const failures = results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, column, message }) => `${filePath}:${line}:${column} ${message}`),
  )
  const faulty = results.filter(({ messages }) => messages.length > 0).length
  return { passed: results.length - faulty, failures }
}
