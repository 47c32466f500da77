import { startModelEndpoint } from '../../server/test/http/model-endpoint'
import { startOlderServer } from './older-server'
import { startOurServer } from './our-server'

/** What each of them answers. */
const ANSWER = `## 求根公式

方程 $ax^2+bx+c=0$（$a\\neq 0$）的根是

$$x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}$$

1. 当 $\\Delta=b^2-4ac>0$ 时，有**两个**不等的实根；
2. 当 $\\Delta<0$ 时没有实根。

| 判别式 | 根 |
|---|---|
| $\\Delta>0$ | 两个 |
| $\\Delta=0$ | 一个 |

> 反应的写法：$\\ce{2H2 + O2 ->[点燃] 2H2O}$

\`\`\`python
d = b * b - 4 * a * c  # 判别式
\`\`\`

**答案：** $x_1=2,\\ x_2=3$

写完了：一共 $5`
/** How many there are in it. */
export const FORMULAS = 7
/** Half a formula as long as more may come: it stands there only where the program was told that the answer is whole. */
export const LAST_WORDS = '写完了：一共 $5'
/** Milliseconds between two deltas of four characters. */
const PAUSE = 10

/** A server of one kind: where it listens, and how a program is told of it. */
export interface AskedServer {
  readonly port: number
  /** What the program's config.js says, where the program is reached at this address. */
  config(address: string): Readonly<Record<string, unknown>>
  close(): Promise<void>
}

/** Servers to be asked, by their names. */
export type Servers = Readonly<Record<string, () => Promise<AskedServer>>>

/** An endpoint that speaks chat completions. */
export async function chatServer(): Promise<AskedServer> {
  const model = await startModelEndpoint([ANSWER], PAUSE)
  return {
    port: Number(new URL(model.baseUrl).port),
    config: (address) => {
      const url = `${address}/api/v1/chat/completions`
      return { endpoint: url, model: 'script', server: { kind: 'chat', url } }
    },
    close: () => model.close(),
  }
}

/** Our own server, asked by its own protocol. */
export function tutorServer(): Promise<AskedServer> {
  return ourServer(tutorAt)
}

/** A tutor's server of before there were numbers. */
export async function olderServer(): Promise<AskedServer> {
  const server = await startOlderServer(ANSWER, PAUSE)
  return { ...server, config: (address) => ({ server: tutorAt(address) }) }
}

const tutorAt = (address: string): object => ({
  kind: 'tutor',
  url: `${address.replace(/^http/, 'ws')}/api/v1/learning/ws/ask`,
  login: `${address}/api/v1/auth/dev-login`,
})

/** Our own server, asked as an AG-UI agent. */
export function agentServer(): Promise<AskedServer> {
  return ourServer((address) => ({
    kind: 'ag-ui',
    url: `${address}/api/v1/agui`,
    login: `${address}/api/v1/auth/dev-login`,
  }))
}

/** `asked`: how a program that is reached at this address asks it. */
async function ourServer(asked: (address: string) => object): Promise<AskedServer> {
  const server = await startOurServer(await startModelEndpoint([ANSWER], PAUSE))
  return { ...server, config: (address) => ({ server: asked(address) }) }
}
