/** Knows whether the end of a text that grows stands in Markdown's code: in a fence, or behind back-quotes that are open in its line. */
export class CodePlace {
  private line = ''
  /** The signs that opened a fence; '' outside of one. */
  private fence = ''

  /** The text goes on by this. */
  take(text: string): void {
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.line += text.slice(from, end)
      this.endLine()
      from = end + 1
    }
    this.line += text.slice(from)
  }

  /** Whether what comes behind this, which goes on from the text, stands in code. */
  holds(text: string): boolean {
    const copy = new CodePlace()
    copy.line = this.line
    copy.fence = this.fence
    copy.take(text)
    return copy.fence !== '' || isOpen(copy.line)
  }

  private endLine(): void {
    const signs = /^ {0,3}(`{3,}|~{3,})/.exec(this.line)?.[1] ?? ''
    if (this.fence === '') this.fence = signs
    else if (signs.startsWith(this.fence) && this.line.trim() === signs) this.fence = ''
    this.line = ''
  }
}

/** Whether back-quotes in a line are open at its end: as many as opened them close them. */
function isOpen(line: string): boolean {
  let open = 0
  for (const { length } of line.match(/`+/g) ?? []) {
    if (open === 0) open = length
    else if (open === length) open = 0
  }
  return open > 0
}
