/**
 * `bare-ws.ts BASE_URL WAY FOLDER`: the shortest server that streams an answer over `ws`: a frame a delta, nothing kept, nothing checked.
 */
import { createServer } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { wayOf } from './ways'

const [baseUrl = '', wayName = '', folder = ''] = process.argv.slice(2)
const way = wayOf(wayName, folder)

async function answer(socket: WebSocket, question: string): Promise<void> {
  const send = (frame: object) => socket.send(JSON.stringify(frame))
  send({ type: 'accepted' })
  let seq = 0
  let text = ''
  await way(baseUrl, question, (content) => {
    seq += 1
    text += content
    send({ type: 'content', seq, content })
  })
  send({ type: 'content_finished', seq: seq + 1, full_content: text, finish_reason: 'stop' })
  send({ type: 'done', seq: seq + 2 })
  socket.close(1000)
}

const server = createServer()
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.once('message', (message) => {
    const { question }: { question: string } = JSON.parse(message.toString())
    answer(socket, question).catch((error: unknown) => {
      console.error(error)
      process.exit(1)
    })
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.send?.({ port: address?.port })
})
process.on('disconnect', () => process.exit())
