import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Asked {
  content: string
  scene: number
  version: number
  openid: string
}

/** WeChat's server API, as far as the content check uses it; a test says what it answers. */
export class WechatStub {
  /** What was checked so far. */
  readonly asked: Asked[] = []
  tokens = 0
  /** Says what becomes of a text. `error` is an errcode. */
  judge: (asked: Asked) => 'pass' | 'risky' | 'review' | { error: number } | Promise<'pass' | 'risky'> = () =>
    'pass'
  private readonly server: Server

  private constructor() {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        void this.answer(new URL(request.url ?? '', 'http://wechat'), Buffer.concat(parts).toString()).then(
          (body) => response.end(JSON.stringify(body)),
        )
      })
    })
  }

  static async start(): Promise<WechatStub> {
    const stub = new WechatStub()
    await new Promise<void>((resolve) => stub.server.listen(0, '127.0.0.1', resolve))
    return stub
  }

  get address(): string {
    const { port } = this.server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  /** May be called twice. */
  async close(): Promise<void> {
    if (!this.server.listening) return
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private async answer({ pathname, searchParams }: URL, body: string): Promise<object> {
    if (pathname === '/cgi-bin/stable_token') {
      this.tokens += 1
      return { access_token: `token-${this.tokens}`, expires_in: 7200 }
    }
    if (searchParams.get('access_token') !== `token-${this.tokens}`) return { errcode: 42001 }
    const asked: Asked = JSON.parse(body)
    this.asked.push(asked)
    const judged = await this.judge(asked)
    if (typeof judged === 'object') return { errcode: judged.error, errmsg: 'the text: must not be logged' }
    return { errcode: 0, errmsg: 'ok', result: { suggest: judged, label: 100 }, trace_id: 't' }
  }
}
