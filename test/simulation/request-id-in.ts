/** The request id of a message as a client sends it; `undefined` where it names none. */
export function requestIdIn(message: string): string | undefined {
  const value: unknown = JSON.parse(message)
  if (typeof value !== 'object' || value === null) return undefined
  const id = 'request_id' in value ? value.request_id : 'runId' in value ? value.runId : undefined
  return typeof id === 'string' ? id : undefined
}
