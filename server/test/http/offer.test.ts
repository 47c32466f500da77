import { answerText } from '../../src/model/local-tutor/answer-text'
import { examplesFor } from '../../src/offer/examples'
import { startTestServer } from './test-server'

test('a client that is not logged in is told what this server can do', async () => {
  const server = await startTestServer()
  const { status, body } = await server.call('GET', '/api/v1/config')
  await server.close()
  expect(status).toBe(200)
  expect(body).toEqual({
    speech: { listen: false, speak: false },
    models: [],
    examples: examplesFor(false),
    limits: { question_characters: 8000, images: 10, image_bytes: 10485760, speech_seconds: 60 },
  })
})

test('models are told by their names, with examples of several subjects', async () => {
  const server = await startTestServer({ environment: { OPENAI_MODEL: 'a,b', OPENAI_API_KEY: 'k' } })
  const { body } = await server.call('GET', '/api/v1/config')
  await server.close()
  expect(body).toMatchObject({ models: ['a', 'b'], examples: examplesFor(true) })
})

test.each(examplesFor(false))('the local tutor answers its own example $question', ({ question }) => {
  const text = answerText(question, [])
  expect(text).toContain('**答案：**')
  expect(text).not.toContain('没有作答')
})
