import fc from 'fast-check'
import type { AskInput, Unfinished } from '../../packages/answer-stream/src/index'
import { FakeWx } from '../support/fake-wx'
import { aForeignProgramForEachTest, event, Foreign, type ForeignClient } from './client'

const on = aForeignProgramForEachTest()
const MEGABYTE = 1024 * 1024

/** A phone that takes a megabyte for one key, and throws at more, as WeChat's do. */
class Phone extends FakeWx {
  override whole() {
    const wx = super.whole()
    return {
      ...wx,
      setStorageSync(key: string, value: unknown) {
        if (new TextEncoder().encode(JSON.stringify(value)).length > MEGABYTE)
          throw new Error('setStorageSync:fail data size exceeds')
        return wx.setStorageSync(key, value)
      },
    }
  }
}

function agent(program: Foreign): ForeignClient {
  return program.client((library) => library.agUiBackend({ url: 'https://agent.test', idempotent: true }))
}

/** An answer of which a text is there at a position. */
function answering(client: ForeignClient, phone: FakeWx, input: AskInput, requestId: string, text: string) {
  const asked = client.ask(input, { requestId })
  phone.request.bytes(event({ type: 'RUN_STARTED', threadId: 't', runId: requestId }))
  phone.request.bytes(event({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: text }, 1))
  return asked
}

/** The program goes to the background and is killed there; what its next run finds. */
function foundAfter(phone: FakeWx): Unfinished[] {
  phone.hide()
  jest.clearAllTimers()
  return agent(new Foreign(phone)).client.unfinished()
}

const photo = `data:image/jpeg;base64,${'A'.repeat(2 * MEGABYTE)}`

describe('what was asked with a picture of two megabytes in it', () => {
  test('is kept without the picture, gone on with, and keeps no other answer from being kept', async () => {
    const phone = new Phone()
    const client = agent(new Foreign(phone))
    answering(client, phone, { content: '短' }, 'short', '一')
    answering(client, phone, { content: '看图', session_id: 's', image_urls: [photo] }, 'long', '二')
    const found = foundAfter(phone)
    expect(found).toHaveLength(2)
    expect(found).toContainEqual(expect.objectContaining({ requestId: 'short', input: { content: '短' } }))
    expect(found).toContainEqual({
      requestId: 'long',
      input: { content: '看图', session_id: 's' },
      shortened: true,
      startedAt: expect.any(Number),
      after: '1',
      text: '二',
    })
    const next = agent(new Foreign(phone))
    const [left] = next.client.unfinished().filter(({ requestId }) => requestId === 'long')
    if (left === undefined) throw new Error('it was not found')
    const resumed = next.client.resume(left)
    expect(phone.request.options.header).toMatchObject({ 'Last-Event-ID': '1' })
    phone.request.bytes(event({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: '三' }, 2))
    phone.request.bytes(event({ type: 'RUN_FINISHED' }, 3))
    await expect(resumed.result).resolves.toMatchObject({ text: '二三' })
  })

  test('is not pretended to be askable again where no position was held', () => {
    const phone = new Phone()
    agent(new Foreign(phone)).ask({ content: '看图', image_urls: [photo] })
    expect(foundAfter(phone)).toEqual([])
  })
})

describe('a text that has grown too long to be kept', () => {
  test('is gone on with from where it was not yet', () => {
    const phone = new Phone()
    answering(agent(new Foreign(phone)), phone, { content: '?' }, 'r', '一')
    const more = '字'.repeat(400_000)
    phone.request.bytes(event({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: more }, 2))
    expect(foundAfter(phone)).toMatchObject([{ requestId: 'r', after: '1', text: '一' }])
  })
})

describe('whatever is asked and answered', () => {
  test('an answer with a position is found by the next run, and nothing is said to be whole that is not', () => {
    const length = fc.constantFrom(1, 1000, 29_000, 31_000, 200_000)
    const question = fc.record({ content: length, picture: length, history: length, text: length })
    fc.assert(
      fc.property(fc.array(question, { minLength: 1, maxLength: 5 }), (questions) => {
        const phone = new Phone()
        const client = agent(new Foreign(phone))
        const inputs = questions.map(({ content, picture, history, text }, number) => {
          const input: AskInput = {
            content: '字'.repeat(content),
            image_urls: ['A'.repeat(picture)],
            history: [{ role: 'user', content: '字'.repeat(history) }],
          }
          answering(client, phone, input, `r${number}`, '一')
          phone.request.bytes(
            event({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: '字'.repeat(text) }, 2),
          )
          return input
        })
        const found = foundAfter(phone)
        expect(found).toHaveLength(questions.length)
        for (const { requestId, input, shortened } of found) {
          const asked = inputs[Number(requestId.slice(1))]
          if (shortened === undefined) expect(input).toEqual(asked)
          else expect(asked?.content.startsWith(input.content)).toBe(true)
        }
      }),
      { numRuns: 30 },
    )
  })
})

test('an entry that is no question is none, however long it is', () => {
  const phone = on.program.phone
  const key = 'wuhao-answer ag-ui https://agent.test under-way'
  const entry = { requestId: 'r', startedAt: Date.now(), after: '1', text: '' }
  phone.storage.set(key, [
    { ...entry, input: { content: 5, more: 'x'.repeat(50_000) } },
    { ...entry, input: { content: '?', image_urls: [photo] } },
  ])
  expect(agent(new Foreign(phone)).client.unfinished()).toEqual([
    { ...entry, input: { content: '?' }, shortened: true },
  ])
})
