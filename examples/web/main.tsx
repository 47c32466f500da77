/// <reference types="vite/client" />
/** One conversation with the tutor on a web page, by the AI SDK: the one that the phone shows. */
import { Chat, useChat } from '@ai-sdk/react'
import { DefaultChatTransport, type UIMessage } from 'ai'
import 'katex/contrib/mhchem'
import 'katex/dist/katex.min.css'
import { type FormEvent, memo, StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import Markdown from 'react-markdown'
import rehypeKatex from 'rehype-katex'
import remarkCjkFriendly from 'remark-cjk-friendly'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'

/** What the server says of an answer when it is saved. */
interface Saved {
  question_id: string
  answer_id: string
  session_id: string
  finish_reason: string
}
type Message = UIMessage<Saved>

interface HistoryAnswer {
  request_id: string
  content: string
  reasoning: string | null
}
interface HistoryItem {
  request_id: string
  content: string
  image_urls: string[]
  answer: HistoryAnswer | null
}

/** Milliseconds until a lost connection is taken up again. */
const COME_BACK = 1000

async function call<Body>(path: string, token: string, body?: object): Promise<Body> {
  const response = await fetch(`/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

/** The server calls an answer after the request that asked for it: so what runs on is found again in the history. */
function messagesOf({ request_id, content, image_urls, answer }: HistoryItem): Message[] {
  const files = image_urls.map((url) => ({ type: 'file' as const, mediaType: 'image/*', url }))
  const question: Message = { id: request_id, role: 'user', parts: [...files, { type: 'text', text: content }] }
  if (answer === null || answer.content === '') return [question]
  const thoughts = answer.reasoning ? [{ type: 'reasoning' as const, text: answer.reasoning }] : []
  const parts: Message['parts'] = [...thoughts, { type: 'text', text: answer.content }]
  return [question, { id: `${answer.request_id}-answer`, role: 'assistant', parts }]
}

/**
 * The newest conversation of this student, or a new one. A `Chat` of its own and not `useChat`'s: that one forgets that this transport
 * replays an answer from its start (`resumeStreamIsReplay`), and a cut answer would stand there twice.
 */
async function openChat(token: string): Promise<Chat<Message>> {
  const { items } = await call<{ items: { id: string }[] }>('/learning/sessions?page=1&size=1', token)
  const session = items[0]?.id
  const history = session && (await call<{ items: HistoryItem[] }>(`/learning/sessions/${session}/history`, token))
  const id = session ?? crypto.randomUUID()
  const headers = { authorization: `Bearer ${token}` }
  return new Chat<Message>({
    id,
    messages: history ? history.items.flatMap(messagesOf) : [],
    transport: new DefaultChatTransport<Message>({
      api: '/api/v1/chat',
      headers,
      // What ended while the connection was lost is told too.
      prepareReconnectToStreamRequest: () => ({ api: `/api/v1/chat/${encodeURIComponent(id)}/stream?finished=1`, headers }),
    }),
  })
}

/** The development login of the phone's preview: the same student. */
async function logIn(): Promise<string> {
  const login = await call<{ access_token: string }>('/auth/dev-login', '', {})
  return login.access_token
}

/** `$$…$$` that fills its line: remark-math wants the dollars of a formula of its own on lines of their own. */
const ON_ITS_LINE = /^([ \t>]*)\$\$(.+)\$\$[ \t]*$/gm

/** Markdown as the tutor writes it: bold beside Chinese, tables, formulas and chemistry. What KaTeX does not know is shown as its source. */
const Answer = memo(({ text }: { text: string }) => (
  <Markdown remarkPlugins={[remarkGfm, remarkCjkFriendly, remarkMath]} rehypePlugins={[[rehypeKatex, { errorColor: 'inherit' }]]}>
    {text.replace(ON_ITS_LINE, '$1$$$$\n$1$2\n$1$$$$')}
  </Markdown>
))

function Conversation({ chat, token }: { chat: Chat<Message>; token: string }) {
  const { messages, status, error, sendMessage, regenerate, resumeStream } = useChat<Message>({ chat, resume: true })
  const [text, setText] = useState('')
  const [pictures, setPictures] = useState<FileList>()
  const isRunning = status === 'submitted' || status === 'streaming'
  // What the server refused is JSON; everything else is a lost connection, and the answer goes on without us.
  const refusal = error && /^\{/.test(error.message) ? String(JSON.parse(error.message).message) : undefined
  const isLost = error !== undefined && refusal === undefined

  useEffect(() => {
    if (!isLost) return
    const timer = setTimeout(() => void resumeStream(), COME_BACK)
    return () => clearTimeout(timer)
  }, [isLost, resumeStream])

  const ask = (event: FormEvent) => {
    event.preventDefault()
    if (isRunning || (text.trim() === '' && !pictures?.length)) return
    void sendMessage(pictures?.length ? { text, files: pictures } : { text })
    setText('')
    setPictures(undefined)
  }

  return (
    <main>
      {messages.map(({ id, role, parts }) => (
        <article key={id} className={role}>
          {parts.map((part, index) => {
            const key = `${part.type}-${index}`
            if (part.type === 'text') return role === 'user' ? <p key={key}>{part.text}</p> : <Answer key={key} text={part.text} />
            if (part.type === 'reasoning') return <details key={key}><summary>思考过程</summary><Answer text={part.text} /></details>
            return part.type === 'file' ? <img key={key} src={part.url} alt="题目的一页" /> : null
          })}
        </article>
      ))}
      <p role="status">{refusal ?? (isLost ? '连接断了，马上接着收…' : isRunning ? '老师在写…' : '')}</p>
      {messages.length > 0 && !isRunning && <button type="button" onClick={() => void regenerate()}>重新回答</button>}
      <form onSubmit={ask}>
        <input aria-label="问题" placeholder="想问什么？" value={text} onChange={(event) => setText(event.target.value)} />
        <label>
          {pictures?.length ? `${pictures.length} 张图` : '图片'}
          <input type="file" accept="image/*" multiple onChange={(event) => setPictures(event.target.files ?? undefined)} />
        </label>
        {isRunning ? (
          <button type="button" onClick={() => void call(`/chat/${encodeURIComponent(chat.id)}/stop`, token, {})}>停</button>
        ) : (
          <button type="submit">问</button>
        )}
      </form>
    </main>
  )
}

const root = createRoot(document.getElementById('root') ?? document.body)
const token = await logIn()
const chat = await openChat(token)
root.render(
  <StrictMode>
    <Conversation chat={chat} token={token} />
  </StrictMode>,
)
