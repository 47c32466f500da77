import { jsonObject } from './frames'

/** One event of a server, or a comment, which is what keeps a proxy awake. */
export interface ServerEvent {
  /** `undefined`: a comment. */
  data: string | undefined
  /** The last `id:` that came, with this event or before it; '' where none did. */
  id: string
  /** Its name, as `error`; '' where it has none. */
  name: string
}

/** Server-sent events out of text that comes in pieces (WHATWG HTML, 9.2.6); reconnection times are of no use here. */
export class EventReader {
  private line = ''
  private id = ''
  private name = ''
  private data: string[] = []
  private afterReturn = false

  /** Every event and every comment that this piece completes. */
  read(piece: string): ServerEvent[] {
    const events: ServerEvent[] = []
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

  /**
   * The event that the stream ended in, where it is whole. By the standard it is dropped; servers that end without a blank line are many. One
   * that was cut is no event: its data is no JSON, or the position behind it would be half of one.
   */
  end(): ServerEvent[] {
    const { line } = this
    if (line.startsWith('data')) this.endLine(line, [])
    else if (line !== '' && !line.startsWith(':')) this.data = []
    this.line = ''
    const events: ServerEvent[] = []
    if (isWhole(this.data.join('\n'))) this.endLine('', events)
    this.data = []
    return events
  }

  private endLine(line: string, events: ServerEvent[]): void {
    this.line = ''
    if (line === '') {
      if (this.data.length > 0) events.push({ data: this.data.join('\n'), id: this.id, name: this.name })
      this.data = []
      this.name = ''
      return
    }
    const colon = line.indexOf(':')
    if (colon === 0) events.push({ data: undefined, id: this.id, name: '' })
    const name = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line.charAt(colon + 1) === ' ' ? colon + 2 : colon + 1)
    if (name === 'data') this.data.push(value)
    // No field of the standard: llama.cpp told its failures by one, and sent an end behind it as if nothing had been.
    else if (name === 'error' && value.startsWith('{'))
      events.push({ data: `{"error":${value}}`, id: this.id, name: 'error' })
    else if (name === 'event') this.name = value
    else if (name === 'id' && !value.includes('\0')) this.id = value
  }
}

/** Whether data can be all that was meant: an object, or the word that ends a stream of chat completions. */
function isWhole(data: string): boolean {
  return data === '[DONE]' || jsonObject(data) !== undefined
}
