import { systemClock } from '../../src/time/clock'
import { type Student, startTestServer, type TestServer } from '../http/test-server'
import { finishes, ScriptModel, type Step, says, wait } from '../support/script-model'
import { call, read, type Told } from './event-stream'

const thinks = (delta: string): Step => ({ type: 'reasoning', delta })

/** Thinks, writes, thinks again and writes on. */
export const SCRIPT: Step[] = [
  { type: 'stage', stage: 'thinking' },
  thinks('先想'),
  wait(40),
  says('一'),
  wait(40),
  says('加一'),
  wait(40),
  thinks('再想'),
  wait(40),
  says('是二'),
  finishes(),
]
export const SLOW: Step[] = [says('一'), wait(150), says('二'), wait(150), says('三'), wait(150), finishes()]

/** What may be another in `RunAgentInput`. */
export interface Input {
  threadId?: unknown
  runId?: unknown
  messages?: unknown
  forwardedProps?: unknown
}

export const question = { id: 'm1', role: 'user', content: '一加一？' }
export const input = (changes: Input = {}) => ({
  threadId: 't1',
  runId: 'r1',
  state: {},
  messages: [question],
  tools: [],
  context: [],
  forwardedProps: {},
  ...changes,
})

export const after = (id: string | number) => ({ 'last-event-id': String(id) })

/** Without the signs of life of a busy machine's silence. */
export const spoken = (told: Told): Told => ({
  ...told,
  events: told.events.filter(({ text }) => text !== ': keepalive'),
})

export const dataOf = (told: Told, type: string) => told.events.find(({ data }) => data?.type === type)?.data

export const ids = ({ events }: Told): number[] =>
  events.flatMap(({ id }) => (id === undefined ? [] : Number(id)))

/** Our server as an AG-UI agent, its model, and a student who asks. */
export class Agent {
  private constructor(
    readonly server: TestServer,
    readonly model: ScriptModel,
    readonly student: Student,
  ) {}

  static async start(...scripts: Step[][]): Promise<Agent> {
    const model = new ScriptModel(systemClock, scripts)
    const server = await startTestServer({
      model,
      environment: { KEEPALIVE_INTERVAL_MS: '60', JOIN_INTERVAL_MS: '1' },
    })
    return new Agent(server, model, await server.login('安娜'))
  }

  post(body: unknown, headers: Record<string, string> = {}, query = ''): Promise<Response> {
    return call(this.server, { ...this.student.headers, ...headers }, `/api/v1/agui${query}`, body)
  }

  async run(changes: Input = {}, headers: Record<string, string> = {}): Promise<Told> {
    return read(await this.post(input(changes), headers))
  }

  /** Resolves when the model was asked. */
  asked(): Promise<void> {
    return this.model.asked()
  }
}

/** Starts an agent for a test, and closes it after that. */
export function agentsForEachTest(): { start(...scripts: Step[][]): Promise<Agent> } {
  let agent: Agent | undefined
  afterEach(() => agent?.server.close())
  return {
    async start(...scripts) {
      agent = await Agent.start(...scripts)
      return agent
    },
  }
}
