import { savedOf } from '../../miniprogram/conversation/turn'
import { statusView } from '../../miniprogram/conversation/turn-view'
import { historyItem, only, settle, world } from './fakes'

describe('Sending a question', () => {
  test('a double tap on send asks once', async () => {
    const { conversation, learning } = world()
    expect(conversation.send('1 + 1 = ?')).toBe('sent')
    expect(conversation.send('1 + 1 = ?')).toBe('busy')
    await settle()
    expect(learning.streams).toHaveLength(1)
    expect(conversation.turns).toHaveLength(1)
  })

  test('nothing is sent without words and without photos, nor with more words than the server takes', () => {
    const { conversation, learning } = world()
    expect(conversation.send('  \n')).toBe('empty')
    expect(conversation.send('长'.repeat(8001))).toBe('too-long')
    expect(learning.streams).toHaveLength(0)
  })

  test.each(['长', '😀', '𠮷'])(
    'has as many characters as the server counts, of whichever kind: %s',
    async (each) => {
      const { conversation, learning } = world()
      expect(conversation.send(each.repeat(8001))).toBe('too-long')
      expect(conversation.send(each.repeat(8000))).toBe('sent')
      await settle()
      expect(learning.stream.params.content).toHaveLength(8000 * each.length)
    },
  )

  test('cuts what is asked by one tap behind a whole character', async () => {
    const { conversation, learning } = world()
    conversation.next.ask(`${'长'.repeat(7999)}😀😀`)
    await settle()
    expect(learning.stream.params.content).toBe(`${'长'.repeat(7999)}😀`)
  })

  test('the next question goes to the session that the server named', async () => {
    const { conversation, learning } = world()
    conversation.send('第一个')
    await settle()
    learning.stream.tell({
      type: 'accepted',
      requestId: 'request-1',
      sessionId: 's7',
      questionId: 'q1',
      resumed: false,
    })
    await learning.stream.fail('MODEL_TIMEOUT')
    conversation.send('第二个')
    await settle()
    expect(learning.streams.map(({ params }) => params.session_id)).toEqual([undefined, 's7'])
  })

  test('an answer goes on while no page listens, and the page that comes back finds all of it', async () => {
    const { conversation, learning } = world()
    const seen: string[] = []
    const leave = conversation.subscribe(({ type }) => seen.push(type))
    conversation.send('讲讲浮力')
    await settle()
    leave()
    seen.length = 0
    learning.stream.write('浮力', '等于')
    await learning.stream.finish()
    expect(seen).toEqual([])
    expect(only(conversation.turns)).toMatchObject({
      phase: { name: 'done', answerId: 'a1' },
      text: '浮力等于',
    })
  })

  test('an answer that reached its limit goes on as a new question of the same conversation', async () => {
    const { conversation, learning } = world()
    conversation.send('讲讲浮力')
    await settle()
    learning.stream.write('浮力')
    await learning.stream.finish({ finishReason: 'length' })
    expect(conversation.retry('request-1')).toBe(false)
    expect(conversation.next.goOn('request-1')).toBe(true)
    expect(conversation.next.goOn('request-1')).toBe(false)
    await settle()
    expect(learning.streams.map(({ params }) => params.content)).toEqual([
      '讲讲浮力',
      '请接着上面没有写完的地方继续写',
    ])
    expect(learning.stream.params.session_id).toBe('s1')
    await learning.stream.finish()
    expect(conversation.next.goOn('request-1')).toBe(true)
    await settle()
    expect(learning.stream.params.content).toBe('请接着写完这个问题的回答：讲讲浮力')
  })

  test('a stopped answer keeps what was received, and the server is told once', async () => {
    const { conversation, learning } = world()
    conversation.send('讲讲浮力')
    await settle()
    learning.stream.write('浮力')
    conversation.stop()
    expect(learning.stream.stops).toBe(1)
    await learning.stream.finish({ finishReason: 'stopped' })
    expect(only(conversation.turns)).toMatchObject({ phase: { name: 'stopped' }, text: '浮力' })
    expect(conversation.underWay).toBeUndefined()
  })
})

describe('An answer that fails', () => {
  test('keeps the partial text, and is marked as failed with its reason', async () => {
    const { conversation, learning } = world()
    conversation.send('讲讲浮力')
    await settle()
    learning.stream.write('浮力等于')
    await learning.stream.fail('MODEL_TIMEOUT')
    expect(only(conversation.turns)).toMatchObject({
      text: '浮力等于',
      phase: { name: 'failed', code: 'MODEL_TIMEOUT', retryable: true },
    })
  })

  test('is asked again by the same request id, and the text on the page never shrinks meanwhile', async () => {
    const { conversation, learning, changes } = world()
    conversation.send('讲讲浮力')
    await settle()
    learning.stream.write('浮力等于', '排开的')
    await learning.stream.fail('GENERATION_INTERRUPTED')
    changes.length = 0
    expect(conversation.retry('request-1')).toBe(true)
    expect(conversation.retry('request-1')).toBe(false)
    await settle()
    expect(learning.streams.map(({ requestId }) => requestId)).toEqual(['request-1', 'request-1'])
    learning.stream.write('浮力', '等于排开的', '液体的重量')
    await learning.stream.finish()
    expect(changes.filter(({ type }) => type === 'append' || type === 'replace')).toEqual([
      expect.objectContaining({ type: 'append', delta: '液体的重量' }),
    ])
    expect(only(conversation.turns)).toMatchObject({
      phase: { name: 'done' },
      text: '浮力等于排开的液体的重量',
    })
  })

  test('cannot be retried where the server said that it never helps, but the question can be taken back', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['page'])
    conversation.send('不该问的')
    await settle()
    await only(learning.uploads).arrive()
    await learning.stream.fail('CONTENT_REJECTED', false)
    expect(conversation.retry('request-1')).toBe(false)
    expect(conversation.takeBack('request-1')).toBe('不该问的')
    expect(conversation.tray.photos).toHaveLength(1)
    expect(conversation.turns).toEqual([])
  })

  test('that was stopped half-way keeps its half when the question is taken back, with nothing more to do about it', async () => {
    const { conversation, learning } = world()
    conversation.send('讲讲浮力')
    await settle()
    learning.stream.write('浮力等于')
    conversation.stop()
    await learning.stream.finish({ finishReason: 'stopped' })
    expect(statusView(only(conversation.turns))).toMatchObject({ hasText: true, action: 'edit' })
    expect(conversation.takeBack('request-1')).toBe('讲讲浮力')
    expect(statusView(only(conversation.turns))).toMatchObject({ hasText: true, action: '' })
  })

  test('that was taken back without an answer is gone after a restart too, and one with a part of an answer stays as it was', async () => {
    const first = world()
    first.learning.histories.set('s1', {
      items: [
        historyItem(2, {
          status: 'failed',
          content: '',
          finish_reason: null,
          error_code: 'CONTENT_REJECTED',
        }),
        historyItem(1, { status: 'stopped', finish_reason: 'stopped' }),
      ],
      has_more: false,
    })
    await first.conversation.open('s1')
    expect(first.conversation.takeBack('old-1')).toBe('第 1 题')
    expect(first.conversation.takeBack('old-2')).toBe('第 2 题')
    const second = world({ store: first.store, learning: first.learning })
    await second.conversation.start()
    expect(statusView(only(second.conversation.turns))).toMatchObject({ hasText: true, action: '' })
  })

  test('says each time that it failed again', async () => {
    const { conversation, learning } = world()
    conversation.send('讲讲浮力')
    await settle()
    const marks: string[] = []
    for (let time = 0; time < 3; time += 1) {
      await learning.stream.fail('MODEL_TIMEOUT')
      marks.push(statusView(only(conversation.turns)).mark)
      conversation.retry('request-1')
      await settle()
    }
    expect(marks[1]).toContain('还是没成功')
    expect(marks[2]).toContain('2 次')
    expect(new Set(marks).size).toBe(3)
  })
})

describe('A student who is about to be forgotten', () => {
  test('asks nothing more, and nothing more goes up', async () => {
    const { conversation, learning } = world()
    conversation.send('在写的')
    await settle()
    conversation.startNew()
    conversation.tray.add(['page'])
    conversation.send('还在上传的')
    conversation.tray.add(['next page'])
    await settle()
    conversation.letGo()
    await settle()
    expect(learning.streams.map(({ stops }) => stops)).toEqual([1])
    expect(learning.uploads.map(({ aborted }) => aborted)).toEqual([true, true])
    expect(conversation.tray.photos).toEqual([])
  })
})

describe('Feedback', () => {
  test('is shown at once and taken back when it could not be sent', async () => {
    const { conversation, learning } = world()
    conversation.send('讲讲浮力')
    await settle()
    await learning.stream.finish()
    await conversation.answers.rate('request-1', 'up')
    expect(learning.ratings).toEqual([['a1', 'up']])
    learning.ratingFails = true
    await expect(conversation.answers.rate('request-1', 'down')).rejects.toMatchObject({
      code: 'NETWORK_ERROR',
    })
    expect(savedOf(only(conversation.turns))?.rating).toBe('up')
  })

  test('is taken back by the same tap again', async () => {
    const { conversation, learning } = world()
    conversation.send('讲讲浮力')
    await settle()
    await learning.stream.finish()
    await conversation.answers.rate('request-1', 'down')
    await conversation.answers.rate('request-1', 'down')
    expect(learning.ratings).toEqual([
      ['a1', 'down'],
      ['a1', null],
    ])
    expect(statusView(only(conversation.turns)).rating).toBe('')
  })
})

describe('The title of the conversation', () => {
  test('comes with the first question, goes with a new page, and is what the student names it', async () => {
    const { conversation, learning, changes } = world()
    conversation.send('讲讲浮力')
    await settle()
    expect(conversation.title.text).toBe('')
    await learning.stream.finish({ sessionId: 's7' })
    expect(conversation.title.text).toBe('题目 s7')
    conversation.title.named('s7', '浮力')
    conversation.title.named('another', '压强')
    expect(conversation.title.text).toBe('浮力')
    conversation.startNew()
    expect(conversation.title.text).toBe('')
    expect(changes.filter(({ type }) => type === 'title')).toHaveLength(3)
  })
})

describe('What a question may have', () => {
  const told = { questionCharacters: 20, images: 3 }
  const pages = (count: number) => Array.from({ length: count }, (_, at) => `page ${at}`)

  test.each([
    ['by the contract', undefined, 8000, 10],
    ['where the server tells less', told, 20, 3],
    ['where it tells more words', { ...told, questionCharacters: 9000 }, 9000, 3],
    ['where it tells more pages, of which no stream takes more', { ...told, images: 20 }, 20, 10],
  ])('%s', (_, limits, characters, most) => {
    const { conversation } = world()
    if (limits !== undefined) conversation.limits.told(limits)
    expect(conversation.send('字'.repeat(characters + 1))).toBe('too-long')
    expect(conversation.tray.add(pages(12))).toBe(most)
    expect([conversation.tray.limit, conversation.tray.photos.length]).toEqual([most, most])
    expect(conversation.send('字'.repeat(characters))).toBe('sent')
  })

  test('is told to the page when it becomes another, and holds for the pages that are there already', async () => {
    const { conversation, changes, learning } = world()
    conversation.tray.add(pages(4))
    changes.length = 0
    conversation.limits.told({ questionCharacters: 8000, images: 10 })
    expect(changes).toEqual([])
    conversation.limits.told(told)
    expect(changes).toEqual([{ type: 'photos' }])
    expect(conversation.send('看看')).toBe('too-many-pages')
    expect(learning.streams).toEqual([])
    conversation.tray.remove(conversation.tray.photos[0]?.id ?? '')
    expect(conversation.send('看看')).toBe('sent')
  })

  test('leaves a question that has more pages by now a way back into the empty tray, to be made smaller', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(pages(told.images + 2))
    for (let at = 0; at < told.images + 2; at += 1) {
      await settle()
      await learning.uploads[at]?.arrive()
    }
    await settle()
    conversation.send('讲讲')
    await settle()
    await learning.stream.fail('MODEL_UNAVAILABLE', true)
    conversation.limits.told(told)
    const requestId = conversation.turns[0]?.requestId ?? ''
    expect(conversation.fits(requestId)).toBe(true)
    expect(conversation.takeBack(requestId)).toBe('讲讲')
    expect(conversation.tray.photos).toHaveLength(told.images + 2)
    expect(conversation.send('讲讲')).toBe('too-many-pages')
  })

  test('cuts what one tap asks', async () => {
    const { conversation, learning } = world()
    conversation.limits.told(told)
    conversation.next.ask('字'.repeat(30))
    await settle()
    expect(learning.stream.params.content).toBe('字'.repeat(20))
  })
})
