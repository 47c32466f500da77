import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Extras, LoginResult } from '../../../typings/protocol'
import { AskClient } from '../http/ask-client'
import { type ServerProcess, startServerProcess } from '../http/server-process'
import { type Behaviour, ChatEndpoint } from '../support/chat-endpoint'
import { said, says } from './scripted-school'

// Whole processes are started here, which takes its time on a busy machine.
jest.setTimeout(120_000)

test('a server that is killed between done and the extras loses none: the next one makes them', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'tutor-extras-'))
  const running: ServerProcess[] = []
  let making: Behaviour = () => undefined
  let wanted: () => void = () => undefined
  const isWanted = new Promise<void>((resolve) => {
    wanted = resolve
  })
  const endpoint = await ChatEndpoint.start((response, request) => {
    if (endpoint.bodies.at(-1)?.response_format === undefined) return says('先移项。')(response, request)
    wanted()
    making(response, request)
  })
  const start = async (): Promise<string> => {
    const environment = {
      DATA_DIR: dataDirectory,
      JWT_SECRET: 'the secret of both processes, long enough',
      OPENAI_BASE_URL: endpoint.baseUrl,
      OPENAI_API_KEY: 'key',
      OPENAI_MODEL: 'scripted',
    }
    const server = startServerProcess(environment)
    running.push(server)
    return server.ready
  }
  const kill = async (): Promise<void> => {
    for (const { child, ended } of running.splice(0)) {
      child.kill('SIGKILL')
      await ended
    }
  }
  const address = await start()
  const login = await fetch(`${address}/api/v1/auth/dev-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: '安娜' }),
  })
  const { access_token: token } = (await login.json()) as LoginResult
  const client = new AskClient(address, { token, params: { content: '3x+5=20' } })
  await client.closed
  expect(client.done).toMatchObject({ extras: 'pending' })
  await isWanted
  await kill()

  making = says(said())
  const next = await start()
  const read = async (): Promise<Extras> => {
    const path = `${next}/api/v1/learning/answers/${client.done?.answer_id}/extras?wait=25`
    const reply = await fetch(path, { headers: { authorization: `Bearer ${token}` } })
    return (await reply.json()) as Extras
  }
  let extras = await read()
  while (extras.status === 'pending') extras = await read()
  expect(extras).toMatchObject({ status: 'ready', title: '一元一次方程' })

  await kill()
  await endpoint.close()
  await rm(dataDirectory, { recursive: true, force: true })
})
