/** `socket-io.ts BASE_URL WAY FOLDER`: the same over socket.io, with its WebSocket only. */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { wayOf } from './ways'

const [baseUrl = '', wayName = '', folder = ''] = process.argv.slice(2)
const way = wayOf(wayName, folder)

interface Socket {
  on(event: 'ask', listener: (question: string) => void): void
  emit(event: string, value?: unknown): void
  disconnect(close: boolean): void
}
interface SocketIoPackage {
  Server: new (
    server: object,
    options: object,
  ) => { on(event: 'connection', listener: (socket: Socket) => void): void }
}

async function answer(socket: Socket, question: string): Promise<void> {
  socket.emit('accepted')
  let seq = 0
  let text = ''
  await way(baseUrl, question, (content) => {
    seq += 1
    text += content
    socket.emit('content', { seq, content })
  })
  socket.emit('content_finished', { seq: seq + 1, full_content: text, finish_reason: 'stop' })
  socket.emit('done', { seq: seq + 2 })
  socket.disconnect(true)
}

const { Server }: SocketIoPackage = createRequire(`${folder}/`)('socket.io')
const server = createServer()
new Server(server, { transports: ['websocket'] }).on('connection', (socket) => {
  socket.on('ask', (question) => {
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
