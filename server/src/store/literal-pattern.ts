/** A pattern for `like … escape '\'` that finds the term itself, whatever characters it has. */
export function literalPattern(term: string): string {
  return `%${term.replace(/[\\%_]/g, (character) => `\\${character}`)}%`
}
