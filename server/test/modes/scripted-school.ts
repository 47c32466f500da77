import type {
  AskParams,
  DoneFrame,
  Extras,
  HistoryItem,
  HistoryPage,
  Session,
  UploadedFile,
} from '../../../typings/protocol'
import { createOpenAiModel } from '../../src/model/openai-model'
import { addMistakes } from '../../src/store/add-mistakes'
import { AskClient } from '../http/ask-client'
import { pngImage, upload } from '../http/images'
import { type Student, startTestServer, type TestServer, type TestServerOptions } from '../http/test-server'
import type { TestDatabase } from '../store/backends'
import { type Behaviour, ChatEndpoint, delta, finish, streams, usageChunk } from '../support/chat-endpoint'

export const SESSIONS = '/api/v1/learning/sessions'

/** Extras as a model says them. */
export const said = (extras: object = {}) =>
  JSON.stringify({ title: '一元一次方程', subject: 'math', follow_ups: ['怎么检验？'], ...extras })

/** Replies with this text, as vendors stream it. */
export const says = (text: string): Behaviour => streams(delta(text), finish(), usageChunk)

/** An exercise of a correction, as a model says it. */
export const item = (more: object = {}) => ({
  page: 1,
  no: '1',
  text: '1+1=3',
  student_answer: '3',
  verdict: 'wrong',
  correct_answer: '2',
  reason: '一加一是二',
  points: ['加法'],
  box: [0.1, 0.2, 0.3, 0.1],
  ...more,
})

/** Extras with a correction of these. */
export const checked = (items: object[]): Behaviour => says(said({ correction: { items } }))

interface Asked {
  messages: { role: string; content: unknown }[]
  response_format?: unknown
}

/** The real app with a model behind a scripted endpoint, which answers students and makes extras apart. */
export class School {
  /** How students are answered. */
  answering: Behaviour = says('先移项，再合并。')
  /** How extras are made: one after the other, the last one for all that come later. */
  making: Behaviour[] = [says(said())]

  private constructor(
    readonly endpoint: ChatEndpoint,
    readonly server: TestServer,
    readonly student: Student,
  ) {}

  static async open(options: TestServerOptions = {}): Promise<School> {
    const endpoint = await ChatEndpoint.start((response) => response.end())
    const model = createOpenAiModel({ name: 'scripted', baseUrl: endpoint.baseUrl, patience: 20 })
    const server = await startTestServer({ model, ...options })
    const school = new School(endpoint, server, await server.login('安娜'))
    endpoint.behaviour = (response, request) => {
      const body: Asked | undefined = endpoint.bodies.at(-1)
      if (body?.response_format === undefined) return school.answering(response, request)
      const [next = says(said()), ...later] = school.making
      if (later.length > 0) school.making = later
      next(response, request)
    }
    return school
  }

  async close(): Promise<void> {
    await this.server.close()
    await this.endpoint.close()
  }

  /** Begins to make extras. */
  startJobs(): void {
    this.server.parts.jobs.start()
  }

  /** What the endpoint was asked for students. */
  get asked(): Asked[] {
    return this.endpoint.bodies.filter((body) => body.response_format === undefined)
  }

  /** What it was asked for extras. */
  get askedForExtras(): Asked[] {
    return this.endpoint.bodies.filter((body) => body.response_format !== undefined)
  }

  /** All that the model was last told for a student, as text. */
  get told(): string {
    return JSON.stringify(this.asked.at(-1)?.messages)
  }

  /** Asks over a WebSocket; resolves with `done`. */
  async ask(params: Partial<AskParams>, requestId?: string, student = this.student): Promise<DoneFrame> {
    const client = new AskClient(this.server.address, {
      token: student.access_token,
      ...(requestId === undefined ? {} : { request_id: requestId }),
      params: { content: '', ...params },
    })
    await client.closed
    if (client.done === undefined) throw new Error(`no answer: ${JSON.stringify(client.frames.at(-1))}`)
    return client.done
  }

  /** The error that refuses a question. */
  async refusal(params: object): Promise<unknown> {
    const client = new AskClient(this.server.address, {
      token: this.student.access_token,
      params: { content: '', ...params },
    })
    await client.closed
    return client.frames.at(-1)
  }

  async page(): Promise<string> {
    const { headers, body } = upload(pngImage(20, 30))
    const sent = { headers: { ...headers, ...this.student.headers }, body }
    return ((await this.server.call('POST', '/api/v1/files', sent)).body as UploadedFile).url
  }

  /** An exercise in somebody's mistake book. */
  async mistake(
    exercise: { text: string; correct_answer?: string; points?: string[] },
    student = this.student,
  ): Promise<string> {
    const [id = ''] = await addMistakes(this.server.parts.database.main, [
      {
        userId: student.user.id,
        sameAs: exercise.text,
        questionId: null,
        no: null,
        note: null,
        fileId: null,
        box: null,
        subject: null,
        student_answer: null,
        correct_answer: null,
        reason: null,
        points: [],
        ...exercise,
      },
    ])
    return id
  }

  async extras(answerId: string, wait = 25): Promise<Extras> {
    return (await this.student.call('GET', `/api/v1/learning/answers/${answerId}/extras?wait=${wait}`))
      .body as Extras
  }

  /** The extras of a new answer to this question; they are made from now on. */
  async extrasOf(params: Partial<AskParams> = { content: '3x+5=20' }): Promise<Extras> {
    this.startJobs()
    return this.extras((await this.ask(params)).answer_id)
  }

  async session(id: string): Promise<Session> {
    return (await this.student.call('GET', `${SESSIONS}/${id}`)).body as Session
  }

  async history(sessionId: string): Promise<HistoryItem[]> {
    const reply = await this.student.call('GET', `/api/v1/learning/sessions/${sessionId}/history`)
    return (reply.body as HistoryPage).items
  }
}

/** Opens a school on a database of that kind for each test. */
export function schoolForEachTest(create: () => Promise<TestDatabase>): { readonly school: School } {
  let place: TestDatabase | undefined
  let school: School | undefined
  beforeEach(async () => {
    place = await create()
    school = await School.open({ databaseUrl: place.databaseUrl })
  })
  afterEach(async () => {
    await school?.close()
    await place?.remove()
  })
  return {
    get school() {
      if (school === undefined) throw new Error('no test is running')
      return school
    },
  }
}
