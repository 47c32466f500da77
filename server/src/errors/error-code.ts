/** What the operating system, Node or a database calls an error, such as `ENOSPC`; empty where it has no such name. */
export function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}
