import { jpegImage, pngImage as png } from '../http/images'
import { type Agent, agentsForEachTest, dataOf, SCRIPT } from './agent'
import { type Told, typesOf } from './event-stream'

const agents = agentsForEachTest()

describe('pictures', () => {
  const asked = (...parts: unknown[]) => ({
    messages: [{ id: 'm1', role: 'user', content: [{ type: 'text', text: '看图' }, ...parts] }],
  })
  const base64 = (bytes: Buffer) => bytes.toString('base64')
  const historyOf = async (agent: Agent, told: Told) => {
    const { session_id } = Object(dataOf(told, 'RUN_FINISHED')?.result)
    return Object((await agent.student.call('GET', `/api/v1/learning/sessions/${session_id}/history`)).body)
      .items
  }

  it('come as data, as data URLs or as addresses of ours, and are kept like uploads in their order', async () => {
    const agent = await agents.start(SCRIPT)
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(png(3, 3))]), 'page.png')
    const uploaded = await fetch(`${agent.server.address}/api/v1/files`, {
      method: 'POST',
      headers: agent.student.headers,
      body: form,
    })
    const { url } = Object(await uploaded.json())
    const told = await agent.run(
      asked(
        { type: 'image', source: { type: 'data', value: base64(png(2, 5)), mimeType: 'image/png' } },
        { type: 'image', source: { type: 'url', value: url } },
        {
          type: 'image',
          source: { type: 'url', value: `data:image/jpeg;base64,${base64(await jpegImage(4, 2))}` },
        },
        { type: 'binary', mimeType: 'image/png', data: base64(png(6, 1)), url: null },
        {
          type: 'binary',
          mimeType: 'image/png',
          data: null,
          url: `data:image/png;base64,${base64(png(7, 1))}`,
        },
      ),
    )
    const [item] = await historyOf(agent, told)
    const kept = async () => Object((await agent.student.call('GET', '/api/v1/users/me/export')).body).files
    const files = new Map((await kept()).map((file: { id: string }) => [file.id, file]))
    const pages = item.image_urls.map((each: string) => files.get(/files\/([^?]+)/.exec(each)?.[1] ?? ''))
    expect(pages).toMatchObject([
      { mime: 'image/png', width: 2, height: 5 },
      { mime: 'image/png', width: 3, height: 3 },
      { mime: 'image/jpeg', width: 4, height: 2 },
      { mime: 'image/png', width: 6, height: 1 },
      { mime: 'image/png', width: 7, height: 1 },
    ])
    expect((await agent.server.call('GET', item.image_urls[0])).status).toBe(200)
    expect(agent.model.requests[0]?.images).toHaveLength(5)
    // The same run again keeps nothing twice.
    await agent.run(asked({ type: 'image', source: { type: 'data', value: base64(png(9, 9)) } }))
    expect(await kept()).toHaveLength(5)
  })

  it('without words are a question', async () => {
    const agent = await agents.start(SCRIPT)
    const content = [
      { type: 'image', source: { type: 'data', value: base64(png(2, 2)), mimeType: 'image/png' } },
    ]
    expect(typesOf(await agent.run({ messages: [{ id: 'm1', role: 'user', content }] })).at(-1)).toBe(
      'RUN_FINISHED',
    )
  })

  it('of any other source are BAD_REQUEST, and nothing is fetched or asked', async () => {
    const agent = await agents.start(SCRIPT)
    const bad = [
      { type: 'image', source: { type: 'url', value: 'https://elsewhere.test/a.png' } },
      { type: 'image', source: { type: 'url', value: 'file:///etc/passwd' } },
      { type: 'image', source: { type: 'url', value: 'data:image/png,' } },
      { type: 'image', source: { type: 'data', value: '', mimeType: 'image/png' } },
      { type: 'image', source: { type: 'data', value: base64(Buffer.from('text')), mimeType: 'image/png' } },
      { type: 'image', source: { type: 'url', value: '/api/v1/files/00000000-0000-7000-8000-000000000000' } },
      { type: 'binary', mimeType: 'image/png', id: 'elsewhere' },
      { type: 'binary', mimeType: 'application/pdf', data: base64(png(2, 2)) },
      { type: 'audio', source: { type: 'data', value: 'AAAA', mimeType: 'audio/wav' } },
    ]
    for (const part of bad) {
      const told = await agent.run(asked(part))
      expect([told.status, Object(told.body).code]).toEqual([400, 'BAD_REQUEST'])
    }
    const eleven = Array.from({ length: 11 }, () => ({
      type: 'image',
      source: { type: 'data', value: base64(png(1, 1)) },
    }))
    expect((await agent.run(asked(...eleven))).status).toBe(400)
    expect(agent.model.requests).toHaveLength(0)
    expect(Object((await agent.student.call('GET', '/api/v1/users/me/export')).body)).toMatchObject({
      questions: [],
      files: [],
    })
  })
})
