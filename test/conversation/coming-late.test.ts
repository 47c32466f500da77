import type { Conversation } from '../../miniprogram/conversation/conversation'
import { createSessionTitle } from '../../miniprogram/conversation/session-title'
import { FakeLearning, historyItem, settle, world } from './fakes'

/** A conversation of sixty questions, and another. */
function twoConversations() {
  const learning = new FakeLearning()
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => historyItem(from + at))
  learning.histories.set('long', { items: range(41, 60), has_more: true })
  learning.histories.set('long before q41', { items: range(21, 40), has_more: true })
  learning.histories.set('long before q21', { items: range(1, 20), has_more: false })
  learning.histories.set('other', { items: range(101, 102), has_more: false })
  return { ...world({ learning }), learning }
}

/** A promise, and what fulfils it. */
function gate() {
  let open = (): void => undefined
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

async function readAll(conversation: Conversation): Promise<number> {
  for (let pages = 0; conversation.history.hasOlder && pages < 9; pages += 1) await conversation.loadOlder()
  return conversation.turns.length
}

const numbers = (conversation: Conversation) => conversation.turns.map(({ questionId }) => questionId)
const all = Array.from({ length: 60 }, (_, at) => `q${at + 1}`)

describe('A page of a conversation that comes late', () => {
  test.each<[string, (conversation: Conversation) => Promise<void>]>([
    [
      'another conversation was open',
      async (conversation) => {
        await conversation.open('other')
        await conversation.open('long')
      },
    ],
    [
      'a new conversation was open',
      async (conversation) => {
        conversation.startNew()
        await conversation.open('long')
      },
    ],
    ['it was loaded anew', (conversation) => conversation.reload()],
  ])('leaves no hole in what is shown when %s meanwhile', async (_, meanwhile) => {
    const { conversation, learning } = twoConversations()
    await conversation.open('long')
    await conversation.loadOlder()
    const { passed, open } = gate()
    learning.late.push(passed)
    const late = conversation.loadOlder()
    await settle()
    await meanwhile(conversation)
    open()
    await late
    expect(await readAll(conversation)).toBe(60)
    expect(numbers(conversation)).toEqual(all)
  })

  test('takes nothing away that was loaded since, when the conversation was left and opened again', async () => {
    const { conversation, learning } = twoConversations()
    const { passed, open } = gate()
    learning.late.push(passed)
    const late = conversation.open('long')
    await settle()
    await conversation.open('other')
    await conversation.open('long')
    expect(await readAll(conversation)).toBe(60)
    open()
    await late
    expect(numbers(conversation)).toEqual(all)
    expect(conversation.history).toEqual({ loading: false, failed: false, hasOlder: false })
  })
})

describe('A title that comes late', () => {
  test.each<[string, (title: ReturnType<typeof createSessionTitle>) => void]>([
    ['the student named the conversation', (title) => title.named('a', '新')],
    ['it was asked for once more', (title) => title.refresh()],
    [
      'another conversation was open',
      (title) => {
        title.follow('b')
        title.follow('a')
      },
    ],
  ])('does not replace a newer one when %s meanwhile', async (_, meanwhile) => {
    const first = gate()
    const answers = [first.passed.then(() => '旧')]
    const title = createSessionTitle(
      () => answers.shift() ?? Promise.resolve('新'),
      () => undefined,
    )
    title.follow('a')
    meanwhile(title)
    await settle()
    first.open()
    await settle()
    expect(title.text).toBe('新')
  })
})
