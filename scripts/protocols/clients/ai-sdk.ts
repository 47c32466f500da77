import { Chat } from '@ai-sdk/react'
import { DefaultChatTransport, type UIMessage } from 'ai'
import { type Check, hold, PLACES, type Setting, until } from './checks'
import { type CuttingProxy, type Place, startCuttingProxy } from './cutting-proxy'

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

function chatAt(
  address: string,
  { headers }: Setting,
  { id = crypto.randomUUID(), messages = [] }: { id?: string; messages?: UIMessage[] } = {},
): Chat<UIMessage> {
  return new Chat<UIMessage>({
    id,
    messages,
    transport: new DefaultChatTransport<UIMessage>({
      api: `${address}/api/v1/chat`,
      headers,
      prepareReconnectToStreamRequest: ({ api, id: chatId }) => ({
        api: `${api}/${chatId}/stream?finished=1`,
        headers,
      }),
    }),
    onError: () => undefined,
  })
}

const textOf = ({ parts }: UIMessage): string =>
  parts.map((part) => (part.type === 'text' ? part.text : '')).join('')

const answersOf = ({ messages }: Chat<UIMessage>): string[] =>
  messages.filter(({ role }) => role === 'assistant').map(textOf)

async function overProxy(setting: Setting, use: (proxy: CuttingProxy) => Promise<void>): Promise<void> {
  const proxy = await startCuttingProxy(setting.server)
  try {
    await use(proxy)
  } finally {
    await proxy.close()
  }
}

/** Comes back until the answer is over; gives how often its connection was lost. */
async function readToEnd(chat: Chat<UIMessage>): Promise<number> {
  let lost = 0
  while (chat.status === 'error') {
    lost += 1
    await chat.resumeStream()
  }
  hold('the chat is ready', chat.status === 'ready', [chat.status, chat.error?.message])
  return lost
}

export const aiSdkChecks: Check[] = [
  [
    'an answer is told whole to the AI SDK, with what it is known by, and the next question goes on in its session',
    async (setting) => {
      setting.asks(2)
      const chat = chatAt(setting.server, setting)
      await chat.sendMessage({ text: '一加一？' })
      await chat.sendMessage({ text: '再加一？' })
      hold('two answers', answersOf(chat).join() === [setting.text, setting.text].join(), answersOf(chat))
      const thoughts = chat.messages.flatMap(({ parts }) =>
        parts.flatMap((part) => (part.type === 'reasoning' ? part.text : [])),
      )
      hold('two thoughts', thoughts.join() === [setting.reasoning, setting.reasoning].join(), thoughts)
      const [first, second] = chat.messages
        .filter(({ role }) => role === 'assistant')
        .map(({ metadata }) => Object(metadata))
      hold('one session', first.session_id === second.session_id && first.answer_id !== second.answer_id, [
        first,
        second,
      ])
    },
  ],
  [
    'wherever its connection is cut, the chat is in error, and resumeStream makes the answer whole, once',
    async (setting) => {
      setting.asks(PLACES.length)
      const cutAt = (place: Place) =>
        overProxy(setting, async (proxy) => {
          proxy.cutAt(place)
          const chat = chatAt(proxy.address, setting)
          await chat.sendMessage({ text: '一加一？' })
          const lost = await readToEnd(chat)
          hold(`cut at ${place}`, lost === 1 && answersOf(chat).join() === setting.text, [
            lost,
            answersOf(chat),
          ])
        })
      await Promise.all(PLACES.map(cutAt))
    },
  ],
  [
    'an answer that is cut five times is asked once',
    async (setting) =>
      overProxy(setting, async (proxy) => {
        setting.asks()
        proxy.cutAt(...PLACES)
        const chat = chatAt(proxy.address, setting)
        await chat.sendMessage({ text: '一加一？' })
        const lost = await readToEnd(chat)
        hold('whole, once', lost === 5 && answersOf(chat).join() === setting.text, [lost, answersOf(chat)])
      }),
  ],
  [
    'a page that is opened anew reads along, and one where nothing runs is ready',
    async (setting) => {
      setting.asks()
      const chat = chatAt(setting.server, setting)
      const asking = chat.sendMessage({ text: '一加一？' })
      await until(() => answersOf(chat).join() !== '')
      const opened = chatAt(setting.server, setting, { id: chat.id, messages: chat.messages.slice(0, 1) })
      await opened.resumeStream()
      await asking
      hold(
        'the same',
        JSON.stringify(opened.messages.at(-1)) === JSON.stringify(chat.messages.at(-1)),
        opened.messages,
      )
      const nothing = chatAt(setting.server, setting)
      await nothing.resumeStream()
      hold('ready', nothing.status === 'ready' && nothing.messages.length === 0, nothing.status)
    },
  ],
  [
    'regenerate is another answer in the same place, whatever is cut meanwhile',
    async (setting) =>
      overProxy(setting, async (proxy) => {
        setting.asks(2)
        const chat = chatAt(proxy.address, setting)
        await chat.sendMessage({ text: '一加一？' })
        const first = Object(chat.lastMessage?.metadata)
        // Of a new connection: the one before is kept by the program.
        proxy.cut()
        proxy.cutAt('第10步')
        await chat.regenerate()
        await readToEnd(chat)
        const second = Object(chat.lastMessage?.metadata)
        hold('one message', answersOf(chat).join() === setting.text, answersOf(chat))
        hold(
          'in the same place',
          first.question_id === second.question_id && first.answer_id !== second.answer_id,
          [first, second],
        )
      }),
  ],
  [
    'a picture goes along, and a stop ends the answer with what was written',
    async (setting) => {
      setting.asks()
      const chat = chatAt(setting.server, setting)
      const asking = chat.sendMessage({
        text: '看图',
        files: [{ type: 'file', mediaType: 'image/png', url: PIXEL }],
      })
      await until(() => answersOf(chat).join() !== '')
      await fetch(`${setting.server}/api/v1/chat/${chat.id}/stop`, {
        method: 'POST',
        headers: setting.headers,
      })
      await asking
      const { finish_reason } = Object(chat.lastMessage?.metadata)
      hold(
        'stopped',
        finish_reason === 'stopped' && setting.text.startsWith(answersOf(chat).join()),
        answersOf(chat),
      )
    },
  ],
  [
    'what is refused puts the chat into its error, with the words for a student',
    async (setting) => {
      const chat = chatAt(setting.server, { ...setting, headers: {} })
      await chat.sendMessage({ text: '一加一？' })
      hold(
        '401',
        chat.status === 'error' && JSON.parse(chat.error?.message ?? '{}').code === 'AUTH_ERROR',
        chat.error?.message,
      )
    },
  ],
]
