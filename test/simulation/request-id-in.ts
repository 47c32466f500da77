/** The request id of a message as a client sends it; `undefined` where it names none. */
export function requestIdIn(message: string): string | undefined {
  const value: unknown = JSON.parse(message)
  if (typeof value !== 'object' || value === null || !('request_id' in value)) return undefined
  return typeof value.request_id === 'string' ? value.request_id : undefined
}
