/** A token without the `Bearer ` that it may be given with. */
function bare(token: string): string {
  return token.replace(/^\s*Bearer(\s+|$)/i, '').trim()
}

/** Whether it is a token at all, with or without `Bearer `; whether it is a valid one is for the server to say. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && bare(value) !== ''
}

/** What `Authorization` says of a token that is given with or without `Bearer `. */
export function bearer(token: string): string {
  return `Bearer ${bare(token)}`
}
