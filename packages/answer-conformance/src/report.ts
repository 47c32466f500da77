import type { Outcome } from './outcome'

const SIGNS: Record<Outcome['held'], string> = { yes: '✓', no: '✗', 'not tried': '–' }

/** What is printed: one line a promise, and how many were kept. */
export class Report {
  private readonly counts = { yes: 0, no: 0, 'not tried': 0 }

  heading(text: string): void {
    console.log(`\n${text}`)
  }

  tell({ sentence, held, detail }: Outcome): void {
    this.counts[held] += 1
    console.log(`${SIGNS[held]} ${sentence}${detail === '' ? '' : `: ${detail}`}`)
  }

  /** The closing lines. Gives the exit code. */
  close(): number {
    const { yes, no, 'not tried': untried } = this.counts
    if (untried > 0) console.log(`${untried} not tried`)
    console.log(`${yes} passed, ${no} failed`)
    return no === 0 ? 0 : 1
  }
}
