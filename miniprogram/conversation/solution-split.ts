/** The line behind which an exercise's solution stands. */
const TITLE = /^ {0,3}##[ \t]+解答[ \t]*[:：]?[ \t]*$/
/** What may become that line. */
const BEGUN = /^ {0,3}#?#?(?:[ \t]+(?:解(?:答[ \t]*[:：]?[ \t]*)?)?)?$/

/** The two parts of a text, or what was added to each. */
export interface SolutionParts {
  exercise: string
  solution: string
}

/**
 * Parts an exercise from its solution while both are written: nothing behind the line `## 解答`, and no piece of that line, ever
 * belongs to the exercise.
 */
export class SolutionSplit {
  /** A line that is not complete, and may become the title. */
  private held = ''
  /** The text so far ends where a line begins. */
  private atLine = true
  private parts: SolutionParts = { exercise: '', solution: '' }
  private found = false

  /** All of both parts so far. */
  get whole(): SolutionParts {
    return this.parts
  }

  /** The title was there. */
  get hasSolution(): boolean {
    return this.found
  }

  /** More of the text; gives what each part grew by. */
  push(delta: string): SolutionParts {
    return this.grown(this.found ? { exercise: '', solution: delta } : this.read(delta))
  }

  /** No more comes: a title that stands last is one, and what might have become one is text. */
  finish(): SolutionParts {
    const { held } = this
    this.held = ''
    if (TITLE.test(held)) {
      this.found = true
      return this.grown({ exercise: '', solution: '' })
    }
    return this.grown({ exercise: held, solution: '' })
  }

  private read(delta: string): SolutionParts {
    let exercise = ''
    let rest = this.held + delta
    this.held = ''
    while (rest !== '') {
      const end = rest.indexOf('\n')
      const line = end < 0 ? rest : rest.slice(0, end)
      if (this.atLine && end >= 0 && TITLE.test(line.replace(/\r$/, ''))) {
        this.found = true
        return { exercise, solution: rest.slice(end + 1) }
      }
      if (this.atLine && end < 0 && BEGUN.test(line)) {
        this.held = line
        return { exercise, solution: '' }
      }
      const taken = end < 0 ? rest : rest.slice(0, end + 1)
      exercise += taken
      this.atLine = end >= 0
      rest = rest.slice(taken.length)
    }
    return { exercise, solution: '' }
  }

  private grown(by: SolutionParts): SolutionParts {
    const { exercise, solution } = this.parts
    this.parts = { exercise: exercise + by.exercise, solution: solution + by.solution }
    return by
  }
}

/** The two parts of a whole text. */
export function splitSolution(text: string): SolutionParts & { hasSolution: boolean } {
  const split = new SolutionSplit()
  split.push(text)
  split.finish()
  return { ...split.whole, hasSolution: split.hasSolution }
}
