import type { TestServer } from '../http/test-server'

/** One server-sent event, or a comment that fills silence. */
export interface StreamEvent {
  id: string | undefined
  /** What stands in `data`, parsed; undefined for a comment and for `[DONE]`. */
  data: { type: string; [field: string]: unknown } | undefined
  text: string
}

/** A response of server-sent events, read to its end. */
export interface Told {
  status: number
  headers: Headers
  events: StreamEvent[]
  /** It ended before its last chunk. */
  torn: boolean
  /** Of a refusal. */
  body: unknown
}

/** Reads a response; `until`: the connection is left after the first event for which it holds. */
export async function read(
  response: Response,
  until: (event: StreamEvent) => boolean = () => false,
): Promise<Told> {
  const { status, headers } = response
  const told: Told = { status, headers, events: [], torn: false, body: undefined }
  if (!headers.get('content-type')?.startsWith('text/event-stream')) {
    const text = await response.text()
    return { ...told, body: text === '' ? undefined : JSON.parse(text) }
  }
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const bytes of response.body ?? []) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        const event = parsed(part)
        told.events.push(event)
        if (until(event)) return told
      }
    }
  } catch {
    told.torn = true
  }
  return told
}

/** Reads a response to its end, as `told`; `seen` resolves at the first event for which `isIt` holds. */
export function follow(
  response: Promise<Response>,
  isIt: (event: StreamEvent) => boolean,
): { told: Promise<Told>; seen: Promise<void> } {
  let tell = (): void => undefined
  const seen = new Promise<void>((resolve) => {
    tell = resolve
  })
  const told = response.then((open) =>
    read(open, (event) => {
      if (isIt(event)) tell()
      return false
    }),
  )
  return { told, seen }
}

function parsed(text: string): StreamEvent {
  const data = /^data: (.*)$/m.exec(text)?.[1]
  return {
    id: /^id: (.*)$/m.exec(text)?.[1],
    data: data === undefined || data === '[DONE]' ? undefined : JSON.parse(data),
    text,
  }
}

/** A call with a JSON body, or without one. */
export function call(
  server: TestServer,
  headers: Record<string, string>,
  path: string,
  body?: unknown,
): Promise<Response> {
  return fetch(server.address + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** The types of the events, without what fills silence. */
export const typesOf = ({ events }: Told): string[] => events.flatMap(({ data }) => data?.type ?? [])

/** All deltas of this type of event. */
export const deltasOf = ({ events }: Told, type: string): string =>
  events.map(({ data }) => (data?.type === type ? String(data.delta) : '')).join('')
