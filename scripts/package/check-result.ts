/** What a check of the compiled program found: how many things held, and a sentence for each that did not. */
export interface CheckResult {
  readonly passed: number
  readonly failures: readonly string[]
}

/** What several checks found. */
export function together(results: readonly CheckResult[]): CheckResult {
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failures: results.flatMap(({ failures }) => failures),
  }
}

/** Tries each item; what it throws, shortened to one line, is its failure. */
export function checkEach(items: readonly string[], check: (item: string) => void): CheckResult {
  const failures = items.flatMap((item) => {
    try {
      check(item)
      return []
    } catch (error) {
      return [`${item}: ${oneLine(error)}`]
    }
  })
  return { passed: items.length - failures.length, failures }
}

/** Characters of a failure that are shown. */
const SHOWN = 300

function oneLine(error: unknown): string {
  // An error of another world is no `Error` of this one.
  const text = typeof error === 'object' && error !== null && 'message' in error ? error.message : error
  return String(text).replace(/\s+/g, ' ').slice(0, SHOWN)
}
