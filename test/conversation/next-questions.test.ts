import { hintLevel } from '../../miniprogram/conversation/hint-levels'
import { savedOf } from '../../miniprogram/conversation/turn'
import { createTurnPatches } from '../../miniprogram/conversation/turn-patches'
import { failure } from '../../miniprogram/conversation/turn-phase'
import { turnView, versionView } from '../../miniprogram/conversation/turn-view'
import type { Extras } from '../../typings/protocol'
import { historyItem, only, settle, type World, world } from './fakes'

/** A conversation with one answer that is whole. */
async function answered(mode = 'solve'): Promise<World> {
  const opened = world()
  opened.conversation.mode.choose(mode)
  opened.conversation.send('解方程 4x - 9 = 11')
  await settle()
  opened.learning.stream.write('x = 5')
  await opened.learning.stream.finish()
  return opened
}

function extras(more: Partial<Extras> = {}): Extras {
  return { status: 'ready', title: null, subject: 'math', follow_ups: [], correction: null, ...more }
}
const PENDING = extras({ status: 'pending', subject: null })

describe('The kind of an answer', () => {
  test('is asked for as it was chosen, and remembered over a restart', async () => {
    const { learning, store } = await answered('hint')
    expect(learning.stream.params.mode).toBe('hint')
    expect(world({ store }).conversation.mode.chosen).toBe('hint')
  })

  test.each(['similar', 'play', ''])('that cannot be chosen changes nothing: %p', async (mode) => {
    const { learning } = await answered(mode)
    expect(learning.stream.params.mode).toBeUndefined()
  })

  test('comes back with a question that is laid back to be changed', async () => {
    const { conversation } = await answered('check')
    conversation.mode.choose('solve')
    conversation.takeBack('request-1')
    expect(conversation.mode.chosen).toBe('check')
  })
})

describe('A hint', () => {
  test('is followed by the next one to the same question, each a level higher', async () => {
    const { conversation, learning } = await answered('hint')
    for (const questionId of ['q2', 'q3']) {
      const last = conversation.turns.at(-1)
      expect(conversation.next.hint(last?.requestId ?? '')).toBe(true)
      await settle()
      expect(learning.stream.params).toMatchObject({ content: '', mode: 'hint', about: 'q1' })
      learning.stream.write('移项')
      await learning.stream.finish({ questionId })
    }
    expect(conversation.turns.map((turn) => hintLevel(turn, conversation.turns))).toEqual([1, 2, 3])
    const views = conversation.turns.map((turn) => turnView(turn, conversation.turns))
    expect(views.map(({ heading, continues }) => [heading, continues])).toEqual([
      ['提示 1：看什么', false],
      ['提示 2：怎么起步', true],
      ['提示 3：关键一步', true],
    ])
  })

  test('that failed does not count', async () => {
    const { conversation, learning } = await answered('hint')
    conversation.next.hint('request-1')
    await settle()
    await learning.stream.fail('MODEL_TIMEOUT')
    conversation.next.hint('request-1')
    await settle()
    const levels = conversation.turns.map((turn) => hintLevel(turn, conversation.turns))
    expect(levels).toEqual([1, 2, 2])
  })

  test('has its level in the history too, and asking for another while one is written asks nothing', async () => {
    const { conversation, learning } = world()
    const hints = [1, 2].map((number) => ({
      ...historyItem(number),
      mode: 'hint' as const,
      about: number === 1 ? null : 'q1',
    }))
    learning.histories.set('s1', { items: hints, has_more: false })
    await conversation.open('s1')
    expect(conversation.turns.map((turn) => hintLevel(turn, conversation.turns))).toEqual([1, 2])
    expect(conversation.next.hint('old-2')).toBe(true)
    expect(conversation.next.hint('old-2')).toBe(false)
    await settle()
    expect(only(learning.streams).params.about).toBe('q1')
  })
})

describe('A question that is answered again', () => {
  test('stays where it is, and its answers before can be seen', async () => {
    const { conversation, learning } = await answered()
    expect(conversation.next.again('request-1')).toBe(true)
    await settle()
    expect(learning.stream.params.again).toBe('q1')
    learning.stream.write('两边加 9，x = 5')
    await learning.stream.finish()
    const turn = only(conversation.turns)
    expect([1, 2].map((version) => versionView(turn, version).text)).toEqual(['x = 5', '两边加 9，x = 5'])
    expect(versionView(turn, 3)).toMatchObject({ version: 2, versions: 2 })
  })

  test('has each of its answers with its own end: of one before the newest nothing is said that is the newest’s', async () => {
    const { conversation, learning } = await answered()
    conversation.next.again('request-1')
    await settle()
    await learning.stream.fail('MODEL_TIMEOUT')
    const turn = only(conversation.turns)
    const patches = createTurnPatches()
    patches.all(conversation.turns)
    const before = patches.version(turn, 1)
    expect(before).toMatchObject({ 'turns[0].text': 'x = 5', 'turns[0].mark': '', 'turns[0].hasText': true })
    expect(before).toMatchObject({ 'turns[0].action': '', 'turns[0].canRate': false })
    // What becomes of the newest meanwhile is not said of it.
    Object.assign(turn, { phase: failure('WS_CLOSED', true) })
    expect(patches.status(turn)).toEqual({})
    const newest = patches.version(turn, 2)
    expect(newest).toMatchObject({
      'turns[0].text': '',
      'turns[0].action': 'retry',
      'turns[0].hasText': false,
    })
    patches.version(turn, 1)
    conversation.retry(turn.requestId)
    expect(patches.status(turn)).toMatchObject({ 'turns[0].version': 2, 'turns[0].underWay': true })
  })

  test('is found in its place by the next run of the program, with what was answered before', async () => {
    const { conversation, learning, journal } = world()
    const items = [historyItem(1), historyItem(2)]
    learning.histories.set('s1', { items, has_more: false })
    journal.push({
      requestId: 'again-1',
      params: { content: '第 2 题', session_id: 's1', again: 'q2' },
      startedAt: 1,
      afterSeq: 3,
      text: '换一',
    })
    await conversation.open('s1')
    expect(conversation.turns.map(({ requestId }) => requestId)).toEqual(['old-1', 'again-1'])
    expect(conversation.turns[1]?.earlier).toEqual([{ text: '第 2 题的回答', reasoning: '' }])
    expect(learning.stream.start).toEqual({ requestId: 'again-1', afterSeq: 3, text: '换一' })
  })

  test('and laid back before a word came keeps the answers before, over a restart too', async () => {
    const { conversation, learning, store } = await answered('solve')
    conversation.next.again('request-1')
    await settle()
    const asked = learning.stream.requestId
    await learning.stream.fail('CONTENT_REJECTED', false)
    expect(conversation.takeBack(asked)).toBe('解方程 4x - 9 = 11')
    expect(versionView(only(conversation.turns), 1).text).toBe('x = 5')
    const item = historyItem(1, { status: 'failed', error_code: 'CONTENT_REJECTED', content: '' })
    const before = historyItem(1).answer
    if (before === null || item.answer === null) throw new Error('no answer')
    const answers = [before, item.answer]
    learning.histories.set('s1', { items: [{ ...item, request_id: asked, answers }], has_more: false })
    const next = world({ store, learning }).conversation
    await next.open('s1')
    expect(versionView(only(next.turns), 1).text).toBe('第 1 题的回答')
  })

  test('has all of its answers from the history', async () => {
    const { conversation, learning } = world()
    const item = historyItem(1, { content: '新的' })
    const before = historyItem(1, { content: '旧的' }).answer
    if (before === null || item.answer === null) throw new Error('no answer')
    learning.histories.set('s1', { items: [{ ...item, answers: [before, item.answer] }], has_more: false })
    await conversation.open('s1')
    expect([1, 2].map((version) => versionView(only(conversation.turns), version).text)).toEqual([
      '旧的',
      '新的',
    ])
  })
})

describe('What follows an answer', () => {
  test('comes after it, with the title of its conversation', async () => {
    const opened = world()
    const { conversation, learning } = opened
    learning.extrasOf.set('a1', [PENDING, extras({ title: '一元一次方程', follow_ups: ['为什么要移项？'] })])
    conversation.send('解方程')
    await settle()
    learning.stream.write('x = 5')
    await learning.stream.finish()
    await settle()
    const turn = only(conversation.turns)
    expect(turnView(turn, conversation.turns).followUps).toEqual(['为什么要移项？'])
    expect(opened.changes.at(-1)).toEqual({ type: 'status', turn })
  })

  test('is never asked for where the server says that there will be none, as for a stopped answer', async () => {
    const opened = world()
    const asked = jest.spyOn(opened.learning, 'extras')
    opened.conversation.send('解方程')
    await settle()
    opened.learning.stream.write('x')
    await opened.learning.stream.finish({ finishReason: 'stopped', extras: 'none' })
    expect(asked).not.toHaveBeenCalled()
  })

  test('is asked for again when there is a network again', async () => {
    const { conversation, learning } = world()
    const asked = jest.spyOn(learning, 'extras').mockRejectedValueOnce(new Error('no network'))
    learning.extrasOf.set('a1', [extras({ follow_ups: ['还有吗？'] })])
    conversation.send('解方程')
    await settle()
    learning.stream.write('x = 5')
    await learning.stream.finish()
    expect(savedOf(only(conversation.turns))?.extras?.status).toBe('pending')
    conversation.comeBack()
    await settle()
    expect(asked).toHaveBeenCalledTimes(2)
    expect(savedOf(only(conversation.turns))?.extras?.follow_ups).toEqual(['还有吗？'])
  })

  test('is asked for of every answer of a history of which it is on its way', async () => {
    const { conversation, learning } = world()
    learning.extrasOf.set('a1', [extras({ follow_ups: ['第一问'] })])
    const items = [{ ...historyItem(1), extras: PENDING }, historyItem(2)]
    learning.histories.set('s1', { items, has_more: false })
    await conversation.open('s1')
    await settle()
    expect(conversation.turns.map((turn) => savedOf(turn)?.extras?.follow_ups)[0]).toEqual(['第一问'])
  })

  test('stands under the last answer of a history, and is asked for where it was on its way', async () => {
    const { conversation, learning } = world()
    learning.extrasOf.set('a2', [extras({ follow_ups: ['第二问'] })])
    const items = [
      { ...historyItem(1), extras: extras({ follow_ups: ['第一问'] }) },
      { ...historyItem(2), extras: PENDING },
    ]
    learning.histories.set('s1', { items, has_more: false })
    await conversation.open('s1')
    await settle()
    const followUps = conversation.turns.map((turn) => turnView(turn, conversation.turns).followUps)
    expect(followUps).toEqual([['第一问'], ['第二问']])
  })

  test('a page that is marked says so until the marks are there, and that there are none where they could not be made', async () => {
    const correction = { right: 1, wrong: 0, unanswered: 0, unclear: 0, items: [] }
    for (const [given, marking] of [
      [PENDING, 'on-its-way'],
      [extras({ correction }), 'ready'],
      [extras({ status: 'failed' }), 'failed'],
    ] as const) {
      const { conversation, learning } = world()
      const items = [{ ...historyItem(1), mode: 'check' as const, extras: given }]
      learning.histories.set('s1', { items, has_more: false })
      learning.extrasOf.set('a1', [given])
      await conversation.open('s1')
      expect(turnView(only(conversation.turns), conversation.turns).marking).toBe(marking)
    }
  })
})

describe('An exercise', () => {
  test('is kept in the mistake book by one tap, with its subject and result, and never twice', async () => {
    const { conversation, learning } = world()
    learning.extrasOf.set('a1', [extras()])
    conversation.send('解方程 4x - 9 = 11')
    await settle()
    learning.stream.write('移项\n\n**答案：** $x = 5$')
    await learning.stream.finish()
    const taps = [conversation.answers.keep('request-1'), conversation.answers.keep('request-1')]
    expect(await Promise.all(taps)).toEqual(['new', undefined])
    expect(await conversation.answers.keep('request-1')).toBeUndefined()
    expect(only(learning.kept)).toMatchObject({
      text: '解方程 4x - 9 = 11',
      subject: 'math',
      correct_answer: '$x = 5$',
    })
    expect(savedOf(only(conversation.turns))?.kept).toBe('yes')
  })

  test('of a hint is its question, without a solution', async () => {
    const { conversation, learning } = await answered('hint')
    conversation.next.hint('request-1')
    await settle()
    learning.stream.write('答案：先移项')
    await learning.stream.finish({ questionId: 'q2' })
    await conversation.answers.keep('request-2')
    expect(learning.kept).toEqual([{ text: '解方程 4x - 9 = 11' }])
  })

  test('that could not be kept can be kept again', async () => {
    const { conversation, learning } = await answered()
    const keep = jest.spyOn(learning, 'keep').mockRejectedValueOnce(new Error('no network'))
    await expect(conversation.answers.keep('request-1')).rejects.toThrow('no network')
    expect(await conversation.answers.keep('request-1')).toBe('new')
    expect(keep).toHaveBeenCalledTimes(2)
  })
})
