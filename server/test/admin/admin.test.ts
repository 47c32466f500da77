import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { UploadedFile } from '../../../typings/protocol'
import { AdminError, administer } from '../../src/admin/admin-commands'
import { AskClient } from '../http/ask-client'
import { pngImage, upload } from '../http/images'
import { type Student, startTestServer, type TestServer } from '../http/test-server'

describe('npm run admin', () => {
  let server: TestServer
  let anna: Student

  beforeEach(async () => {
    server = await startTestServer({ environment: { DAILY_ANSWERS: '20' } })
    anna = await server.login('安娜')
  })

  afterEach(() => server.close())

  function admin(...typed: string[]): Promise<string> {
    return administer({ ...server.parts, dailyAnswers: server.config.dailyAnswers }, typed)
  }

  async function ask(student: Student, content: string): Promise<void> {
    const params = { content }
    const client = new AskClient(server.address, { token: student.access_token, params })
    await client.closed
    if (client.done === undefined) throw new Error(JSON.stringify(client.frames.at(-1)))
  }

  test('tells what was used by day, model and user', async () => {
    await ask(anna, '1+1=?')
    await ask(anna, '2+2=?')
    server.parts.jobs.start()
    while ((await server.parts.jobOverview.counts()).length > 0) await new Promise(setImmediate)
    const lines: unknown = JSON.parse(await admin('usage', '--json', '--user', 'dev:安娜'))
    expect(lines).toEqual([expect.objectContaining({ answers: 2 })])
    const used: unknown = JSON.parse(await admin('users', '--json'))
    expect(used).toEqual([expect.objectContaining({ userId: anna.user.id, answers: 2 })])
    expect(await admin('users')).toMatch(/安娜 +2 /)
  })

  test('shows and sets how many questions a day one user may ask', async () => {
    expect(await admin('quota', anna.user.id)).toContain('20 questions a day, as configured')
    expect(await admin('quota', 'dev:安娜', '1')).toContain('1 questions a day')
    await ask(anna, '1+1=?')
    await expect(ask(anna, '2+2=?')).rejects.toThrow('今天的 1 个问题已经问完了')
    await admin('quota', 'dev:安娜', 'none')
    await ask(anna, '2+2=?')
    expect(await admin('quota', 'dev:安娜', 'default')).toContain('as configured')
  })

  test('lists jobs that were given up, brings them back and forgets them', async () => {
    const { queue, jobOverview } = server.parts
    await queue.add({ kind: 'usage', payload: 'nonsense' })
    server.parts.jobs.start()
    while ((await jobOverview.dead()).length === 0) await new Promise(setImmediate)
    const [dead] = await jobOverview.dead()
    const id = dead?.id ?? ''
    expect(await admin('jobs')).toMatch(new RegExp(`${id} +usage .*HopelessJob`))
    expect(await admin('jobs', 'retry', id)).toContain('tried again')
    await expect(admin('jobs', 'drop', 'no-such-job')).rejects.toThrow('no job no-such-job')
  })

  test('erases an account with everything that is its, when it is asked for twice', async () => {
    const { headers: type, body } = upload(pngImage(2, 2))
    const page = await server.call('POST', '/api/v1/files', { headers: { ...type, ...anna.headers }, body })
    const { id, url } = page.body as UploadedFile
    await ask(anna, '1+1=?')
    expect(await admin('user:erase', 'dev:安娜')).toContain('--yes')
    expect((await server.call('GET', url)).status).toBe(200)
    expect(await admin('user:erase', 'dev:安娜', '--yes')).toContain('1 questions, 1 pages')
    expect((await anna.call('GET', '/api/v1/learning/sessions')).status).toBe(401)
    expect((await server.call('GET', url)).status).toBe(404)
    expect(await readdir(join(server.config.dataDirectory, 'files'))).not.toContain(id)
    const again = await server.login('安娜')
    expect(again.user.id).not.toBe(anna.user.id)
  })

  test('counts of the pages that it erases only those whose bytes it removed, and says how many are left', async () => {
    const sent: string[] = []
    for (let page = 0; page < 3; page++) {
      const { headers: type, body } = upload(pngImage(2, 2))
      const reply = await server.call('POST', '/api/v1/files', {
        headers: { ...type, ...anna.headers },
        body,
      })
      sent.push((reply.body as UploadedFile).id)
    }
    // As for who types it without the settings of the server's bucket.
    await rm(join(server.config.dataDirectory, 'files', sent[0] ?? ''))
    await rm(join(server.config.dataDirectory, 'files', sent[1] ?? ''))
    const told = await admin('user:erase', 'dev:安娜', '--yes')
    expect(told).toContain('0 questions, 1 pages; 2 more pages')
  })

  test("shows a student's name as text: nothing in it is obeyed by a terminal", async () => {
    await anna.call('PATCH', '/api/v1/users/me', { name: '安\x1b]52;c;x\x07娜\x9b2J\u202e' })
    for (const typed of [
      ['users', 'dev:'],
      ['users', 'dev:', '--json'],
      ['quota', anna.user.id],
      ['user:erase', anna.user.id],
    ]) {
      const told = await admin(...typed)
      expect(told).toContain('安')
      expect(told.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
    }
    expect(await admin('quota', anna.user.id)).toContain(String.raw`安\u001b]52;c;x\u0007娜\u009b2J\u202e`)
  })

  test('says what it does not understand', async () => {
    await expect(admin('database:move')).rejects.toThrow('DATABASE_URL is not set')
    expect(await admin('help')).toContain('npm run admin')
    expect(await admin()).toContain('npm run admin')
    for (const typed of [
      ['fly'],
      ['quota'],
      ['quota', 'nobody'],
      ['quota', 'dev:安娜', 'many'],
      ['jobs', 'eat', 'x'],
      ['usage', '--days', 'all'],
      ['usage', '--weeks', '2'],
    ])
      await expect(admin(...typed)).rejects.toThrow(AdminError)
  })
})
