/** Rows of texts in columns, the first row above the others. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const lines = [head, ...rows.map((row) => row.map((cell) => (cell === null ? '-' : shown(String(cell)))))]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ''))))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Characters that a terminal obeys, or that turn a line around: control characters, line separators, and marks of direction. */
const COMMANDS = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * A student's words on the terminal of whoever runs the server: what it would obey stands there as its number (`\u001b`), as JSON has it.
 * `except` is left as it is.
 */
export function shown(text: string, except = ''): string {
  return text.replace(COMMANDS, (character) =>
    character === except ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** In cells of a terminal, where a Chinese character takes two. */
function width(text: string): number {
  return [...text].reduce(
    (sum, character) => sum + (/[\u1100-\u115f\u2e80-\uffe6]/.test(character) ? 2 : 1),
    0,
  )
}
