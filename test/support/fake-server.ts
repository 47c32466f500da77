import type { FakeRequest } from './fake-wx'

/** What a call is answered with. */
export type Reply = { status: number; body?: unknown } | 'no network'

/** A call as the server saw it. */
export interface Call {
  method: string | undefined
  path: string
  headers: { Authorization?: string } & Record<string, string>
  body: unknown
}

/** Answers plain calls by `METHOD path`; the last reply of a list is repeated. Unknown calls are 404. */
export class FakeServer {
  readonly calls: Call[] = []
  private readonly replies = new Map<string, Reply[]>()

  on(call: string, ...replies: Reply[]): this {
    this.replies.set(call, replies)
    return this
  }

  /** Calls to this path, in order. */
  to(path: string): Call[] {
    return this.calls.filter((call) => call.path === path)
  }

  readonly request = (options: FakeRequest['options']) => {
    const path = options.url.replace(/^https?:\/\/[^/]+/, '')
    const body = options.data === undefined ? undefined : JSON.parse(options.data)
    this.calls.push({ method: options.method, path, headers: options.header, body })
    const reply = this.next(`${options.method} ${path}`)
    queueMicrotask(() => {
      if (reply === 'no network') options.fail({ errMsg: 'request:fail' })
      else options.success({ statusCode: reply.status, data: reply.body ?? '' })
    })
    return { abort: () => undefined }
  }

  next(call: string): Reply {
    const replies = this.replies.get(call) ?? []
    return (
      (replies.length > 1 ? replies.shift() : replies[0]) ?? {
        status: 404,
        body: { code: 'NOT_FOUND', message: '没有' },
      }
    )
  }
}

/** A login that is granted, with tokens that tell whose they are. */
export const login = (name: string) => ({
  status: 200,
  body: {
    access_token: `${name} access`,
    refresh_token: `${name} refresh`,
    expires_in: 3600,
    user: { id: 'u', name },
  },
})
