const TAB_WIDTH = 4

/** A place in one line, in characters and in columns: a tab reaches to the next multiple of four. */
export class LineCursor {
  text = ''
  position = 0
  private column = 0
  private inTab = false
  /** The next character that is neither space nor tab: its place, and the columns up to it. */
  nextAt = 0
  indent = 0
  blank = true

  load(text: string): void {
    this.text = text
    this.position = 0
    this.column = 0
    this.inTab = false
    this.findNext()
  }

  /** The character at the next place that is neither space nor tab; empty at the line's end. */
  get next(): string {
    return this.text.charAt(this.nextAt)
  }

  /** The text from there. */
  get ahead(): string {
    return this.text.slice(this.nextAt)
  }

  /** The rest of the line; what is left of a tab that was taken in part stands as spaces. */
  get rest(): string {
    if (!this.inTab) return this.text.slice(this.position)
    return ' '.repeat(TAB_WIDTH - (this.column % TAB_WIDTH)) + this.text.slice(this.position + 1)
  }

  toNext(): void {
    this.column += this.indent
    this.position = this.nextAt
    this.inTab = false
    this.findNext()
  }

  advance(characters: number): void {
    for (let taken = 0; taken < characters && this.position < this.text.length; taken++) {
      this.column += this.text.charAt(this.position) === '\t' ? TAB_WIDTH - (this.column % TAB_WIDTH) : 1
      this.position++
    }
    this.inTab = false
    this.findNext()
  }

  /** Goes on by columns of space; a tab may be taken in part. */
  skip(columns: number): void {
    let left = columns
    while (left > 0 && this.position < this.text.length) {
      if (this.text.charAt(this.position) === '\t') {
        const width = TAB_WIDTH - (this.column % TAB_WIDTH)
        this.inTab = width > left
        const taken = Math.min(width, left)
        this.column += taken
        left -= taken
        if (!this.inTab) this.position++
      } else {
        this.inTab = false
        this.column++
        this.position++
        left--
      }
    }
    this.findNext()
  }

  /** Goes behind a quote's mark and the one blank that belongs to it. */
  passQuoteMark(): void {
    this.toNext()
    this.advance(1)
    if (this.indent) this.skip(1)
  }

  private findNext(): void {
    let position = this.position
    let column = this.column
    for (; position < this.text.length; position++) {
      const code = this.text.charCodeAt(position)
      if (code === 32) column++
      else if (code === 9) column += TAB_WIDTH - (column % TAB_WIDTH)
      else break
    }
    this.nextAt = position
    this.indent = column - this.column
    this.blank = position >= this.text.length
  }
}
