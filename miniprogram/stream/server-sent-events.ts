/**
 * Server-sent events out of text that comes in pieces: gives the `data` of each whole event. Only that field is of use
 * here: a frame's `seq` stands in the frame too, and comments are what keeps a proxy awake.
 */
export class EventReader {
  private line = ''
  private data: string[] = []
  private afterReturn = false

  /** The data of every event that this piece completes. */
  read(piece: string): string[] {
    const events: string[] = []
    let from = 0
    for (let index = 0; index < piece.length; index += 1) {
      const unit = piece.charAt(index)
      if (unit !== '\n' && unit !== '\r') {
        this.afterReturn = false
        continue
      }
      // "\r\n" is one line end, even where the two come in different pieces.
      if (unit === '\n' && this.afterReturn) {
        this.afterReturn = false
        from = index + 1
        continue
      }
      this.afterReturn = unit === '\r'
      this.endLine(this.line + piece.slice(from, index), events)
      from = index + 1
    }
    this.line += piece.slice(from)
    return events
  }

  private endLine(line: string, events: string[]): void {
    this.line = ''
    if (line === '') {
      if (this.data.length > 0) events.push(this.data.join('\n'))
      this.data = []
      return
    }
    if (line === 'data') this.data.push('')
    else if (line.startsWith('data:')) this.data.push(line.slice(line.charAt(5) === ' ' ? 6 : 5))
  }
}
