import { backends } from '../store/backends'
import { checked, item, SESSIONS, schoolForEachTest } from './scripted-school'

describe.each(backends)('what follows a check, on $name', ({ create }) => {
  const on = schoolForEachTest(create)

  const mistakes = () =>
    on.school.server.parts.database.main.selectFrom('mistake').selectAll().orderBy('no').execute()
  const correctionOf = async (...items: object[]) => {
    on.school.making = [checked(items)]
    const url = await on.school.page()
    return (await on.school.extrasOf({ mode: 'check', image_urls: [url] })).correction
  }

  test('of a check is asked for with the pages', async () => {
    expect(await correctionOf(item())).toMatchObject({ right: 0, wrong: 1, unanswered: 0, unclear: 0 })
    const [asked] = on.school.askedForExtras
    expect(JSON.stringify(asked?.messages)).toContain('data:image/png')
    for (const name of ['student_answer', 'verdict', 'correct_answer', 'points', 'box', 'page', 'no']) {
      expect(JSON.stringify(asked?.response_format)).toContain(`"${name}"`)
    }
  })

  test.each<[what: string, said: (string | null)[], numbers: string[]]>([
    ['what the page says', ['1', '第二题', '(3)'], ['1', '第二题', '(3)']],
    ['its place where the page says none', [null, null, ''], ['1', '2', '3']],
    ['what the page says, though one before it has none', [null, '1', '2'], ['3', '1', '2']],
    [
      'what the page says, though many before it have none',
      [null, null, null, '2', '4'],
      ['1', '3', '5', '2', '4'],
    ],
    ['what the page says, though one behind it has none', ['2', null, '3'], ['2', '4', '3']],
    [
      'one of its own where two have none and the first took the place of the second',
      ['1', null, null, '2'],
      ['1', '3', '4', '2'],
    ],
    [
      'a mark where the page says it again, and no other one',
      ['1', null, '1', '1'],
      ['1', '2', '1·2', '1·3'],
    ],
  ])('each exercise has a number of its own: %s', async (_what, said, numbers) => {
    const correction = await correctionOf(...said.map((no) => item({ no })))
    expect(correction?.items.map(({ no }) => no)).toEqual(numbers)
  })

  test('of a check counts what it lists, numbers it once each, and is null for every other mode', async () => {
    const correction = await correctionOf(
      item({ verdict: 'right' }),
      item(),
      item({ no: '1·2', verdict: 'unclear' }),
      item({ no: null, verdict: 'unanswered' }),
      item({ no: '很'.repeat(30) }),
      item({ no: '很'.repeat(30) }),
    )
    expect(correction).toMatchObject({ right: 1, wrong: 3, unanswered: 1, unclear: 1 })
    const numbers = correction?.items.map(({ no }) => no) ?? []
    expect(numbers.slice(0, 2)).toEqual(['1', '1·2'])
    expect(new Set(numbers).size).toBe(6)
    for (const no of numbers) expect([...no].length).toBeLessThanOrEqual(20)
    on.school.making = [checked([item()])]
    expect(await on.school.extrasOf({ content: '1+1=?' })).toMatchObject({
      status: 'ready',
      correction: null,
    })
  })

  test.each([
    ['leaves its page', [0.8, 0.1, 0.3, 0.1]],
    ['begins before it', [-0.1, 0, 0.5, 0.5]],
    ['is in pixels', [10, 20, 300, 40]],
    ['has no width', [0.1, 0.1, 0, 0.2]],
    ['has three numbers', [0.1, 0.1, 0.2]],
    ['is a text', 'links oben'],
    ['is not known', null],
  ])('has no box where that %s', async (_, box) => {
    expect((await correctionOf(item({ box })))?.items[0]).toMatchObject({ box: null, verdict: 'wrong' })
  })

  test('has the box that lies on its page, and no page or box where there is no such page', async () => {
    const correction = await correctionOf(
      item({ box: [0.7, 0.5, 0.3, 0.5] }),
      item({ page: 2 }),
      item({ page: 0 }),
    )
    expect(correction?.items.map(({ page, box }) => [page, box])).toEqual([
      [1, [0.7, 0.5, 0.3, 0.5]],
      [null, null],
      [null, null],
    ])
  })

  test('says null for what is not known', async () => {
    const bare = { text: '1+1', verdict: 'unclear' }
    expect((await correctionOf(bare))?.items).toEqual([
      {
        ...bare,
        page: null,
        no: '1',
        student_answer: null,
        correct_answer: null,
        reason: null,
        points: [],
        box: null,
      },
    ])
  })

  test('lists an exercise without a text as it is, and keeps it out of the mistake book', async () => {
    const correction = await correctionOf(item({ text: '' }), item({ no: '2' }), item({ no: '3', text: ' ' }))
    expect(correction?.items.map(({ no, text, verdict }) => [no, text, verdict])).toEqual([
      ['1', '', 'wrong'],
      ['2', item().text, 'wrong'],
      ['3', '', 'wrong'],
    ])
    expect((await mistakes()).map(({ no }) => no)).toEqual(['2'])
  })

  test('puts what is wrong into the mistake book, once, with its page', async () => {
    const correction = await correctionOf(item(), item({ no: '2', verdict: 'right' }), item({ no: '3' }))
    expect(correction?.wrong).toBe(2)
    const kept = await mistakes()
    expect(kept.map(({ no, text, subject }) => [no, text, subject])).toEqual([
      ['1', '1+1=3', 'math'],
      ['3', '1+1=3', 'math'],
    ])
    for (const { file_id, question_id } of kept) expect([file_id, question_id]).not.toContain(null)
  })

  test('of a job that runs twice is the same once', async () => {
    on.school.making = [checked([item()])]
    const done = await on.school.ask({ mode: 'check', image_urls: [await on.school.page()] })
    const { main } = on.school.server.parts.database
    const job = { kind: 'extras', payload: { answer_id: done.answer_id }, userId: on.school.student.user.id }
    await on.school.server.parts.queue.add(job)
    on.school.startJobs()
    await on.school.extras(done.answer_id)
    while ((await main.selectFrom('job').select('id').where('kind', '=', 'extras').execute()).length > 0) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await mistakes()).toHaveLength(1)
  })

  test('changes nothing when the answer is gone by then, and who waits for it is told', async () => {
    const done = await on.school.ask({ mode: 'check', image_urls: [await on.school.page()] })
    let release: () => void = () => undefined
    const asked = new Promise<void>((resolve) => {
      on.school.making = [
        (response, request) => {
          release = () => checked([item()])(response, request)
          resolve()
        },
      ]
    })
    on.school.startJobs()
    const path = `/api/v1/learning/answers/${done.answer_id}/extras?wait=25`
    const waiting = on.school.student.call('GET', path)
    await asked
    await on.school.student.call('DELETE', `${SESSIONS}/${done.session_id}`)
    expect((await waiting).status).toBe(404)
    release()
    const { main } = on.school.server.parts.database
    while ((await main.selectFrom('job').select('id').where('kind', '=', 'extras').execute()).length > 0) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await mistakes()).toEqual([])
    expect(await main.selectFrom('answer_extras').selectAll().execute()).toEqual([])
  })
})
