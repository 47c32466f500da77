import { readFileSync } from 'node:fs'
import path from 'node:path'
import { SourcePlaces } from './source-places'

/**
 * Has traces name lines of the sources that `file`, which V8 knows by `name`, was built from, also those of an error that nobody catches. Its map is
 * read with the first trace: Node's own way reads it before the file runs, which is a tenth of a start.
 */
export function nameSources(name: string, file: string): void {
  let places: SourcePlaces | undefined
  const named = (frame: string): string =>
    frame.replace(/([^\s(]+):(\d+):(\d+)/, (place: string, where: string, line: string, column: string) => {
      if (where !== name) return place
      places ??= new SourcePlaces(JSON.parse(readFileSync(`${file}.map`, 'utf8')))
      const found = places.find(Number(line) - 1, Number(column) - 1)
      if (found === undefined) return place
      const source = path.resolve(path.dirname(file), found.source)
      return `${source}:${found.line + 1}:${found.column + 1}`
    })
  Error.prepareStackTrace = (error, frames) =>
    [headOf(error), ...frames.map((frame) => `    at ${named(String(frame))}`)].join('\n')
}

/** What stands before the frames; an error may refuse to say it. */
function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return 'Error'
  }
}
