import { StringDecoder } from 'node:string_decoder'

/** Characters of a line beyond which nobody means it. */
const LONGEST_LINE = 8 * 1024 * 1024

/** Hears what a stream of server-sent events says. */
export interface EventListener {
  /** Data that may be whole already; `false` where it is not and the next line is to be joined to it. */
  data(data: string, event: string): boolean
  /** Data whose event ended without being understood. */
  notUnderstood(data: string): void
}

/**
 * Finds the data in the bytes of server-sent events. More tolerant than the standard: data that is whole is told with its line,
 * without waiting for the blank line that some gateways leave out, and a bare line of JSON is data, as is the line of its own with
 * which llama.cpp says that it failed.
 */
export class EventScanner {
  private readonly decoder = new StringDecoder('utf8')
  private line = ''
  private data = ''
  private event = ''
  private begun = false
  private afterReturn = false

  constructor(private readonly listener: EventListener) {}

  /** Throws a `RangeError` where a line has no end. */
  push(bytes: Buffer): void {
    this.scan(this.decoder.write(bytes))
  }

  /** The stream ended: what stands there without an end of line counts too. */
  end(): void {
    this.scan(this.decoder.end())
    if (this.line !== '') this.take(this.line)
    this.line = ''
    this.take('')
  }

  private scan(given: string): void {
    let text = given
    if (!this.begun && text !== '') {
      this.begun = true
      if (text.startsWith('\ufeff')) text = text.slice(1)
    }
    // A line break of two characters may be torn.
    if (this.afterReturn && text.startsWith('\n')) text = text.slice(1)
    if (text !== '') this.afterReturn = text.endsWith('\r')
    let start = 0
    for (let end = lineEnd(text, start); end >= 0; end = lineEnd(text, start)) {
      const line = this.line + text.slice(start, end)
      this.line = ''
      start = end + (text.startsWith('\r\n', end) ? 2 : 1)
      this.take(line)
    }
    this.line += text.slice(start)
    if (this.line.length > LONGEST_LINE) throw new RangeError('a line of the stream has no end')
  }

  private take(line: string): void {
    if (line === '') this.endEvent()
    else if (line.startsWith('data:')) this.join(line.slice(line.charCodeAt(5) === SPACE ? 6 : 5))
    else if (line.startsWith('event:')) this.event = line.slice(6).trim()
    else if (line.startsWith('{')) this.join(line)
    else if (FAILED.test(line)) this.fail(line.slice(line.indexOf('{')))
  }

  /** As if its event were named so. The next event's line may follow without a blank one. */
  private fail(line: string): void {
    this.event = 'error'
    this.join(line)
    if (this.data === '') this.event = ''
  }

  private join(line: string): void {
    const before = this.data
    this.data = before === '' ? line : `${before}\n${line}`
    if (this.listener.data(this.data, this.event)) this.data = ''
    else if (before !== '' && this.listener.data(line, this.event)) {
      // The line before was an event of its own, without a blank line behind it.
      this.data = ''
      this.listener.notUnderstood(before)
    }
  }

  private endEvent(): void {
    if (this.data !== '') this.listener.notUnderstood(this.data)
    this.data = ''
    this.event = ''
  }
}

const SPACE = 0x20
/** A field that the standard does not know, with a JSON object. */
const FAILED = /^error:\s*\{/

function lineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from)
  const carriage = text.indexOf('\r', from)
  if (carriage < 0) return feed
  return feed < 0 ? carriage : Math.min(feed, carriage)
}
