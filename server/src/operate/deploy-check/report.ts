/** What a check found wrong, in a few words. */
export class Wrong extends Error {
  override readonly name = 'Wrong'
}

/** Throws {@link Wrong} unless it holds. */
export function demand(holds: boolean, wrong: string): asserts holds {
  if (!holds) throw new Wrong(wrong)
}

/** One line for each check, and the sum. What is secret is blotted out of every line, wherever it came from. */
export class Report {
  private passed = 0
  private failed = 0
  private readonly secrets = new Set<string>()

  constructor(private readonly print: (line: string) => void) {}

  /** From now on this is never printed. */
  keepSecret(secret: string): void {
    if (secret !== '') this.secrets.add(secret)
  }

  /** Runs a check, which may tell some detail. Whether it held. */
  async check(name: string, look: () => Promise<string | undefined>): Promise<boolean> {
    try {
      const detail = await look()
      this.passed += 1
      this.line(`ok      ${name}${detail === undefined ? '' : ` (${detail})`}`)
      return true
    } catch (error) {
      this.failed += 1
      this.line(`FAILED  ${name}: ${reasonOf(error)}`)
      return false
    }
  }

  /** Prints the closing line; whether nothing failed. */
  close(): boolean {
    this.print(`${this.passed} passed, ${this.failed} failed`)
    return this.failed === 0
  }

  private line(text: string): void {
    const safe = [...this.secrets].reduce((line, secret) => line.replaceAll(secret, '[secret]'), text)
    this.print(safe.replace(/\s+/g, ' ').replace(/^(ok|FAILED) /, (start) => start.padEnd(8)))
  }
}

/** `fetch` hides why behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
