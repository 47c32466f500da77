import type { Session, SessionPage } from '../../../typings/protocol'
import { backends } from '../store/backends'
import { checked, item, SESSIONS, said, says, schoolForEachTest } from './scripted-school'

describe.each(backends)('what follows an answer, in the list of sessions, on $name', ({ create }) => {
  const on = schoolForEachTest(create)

  test('names the session, until the student does', async () => {
    on.school.startJobs()
    const first = await on.school.ask({ content: '3x+5=20' })
    await on.school.extras(first.answer_id)
    expect(await on.school.session(first.session_id)).toMatchObject({
      title: '一元一次方程',
      subject: 'math',
    })
    on.school.making = [says(said({ title: '别的题' }))]
    const second = await on.school.ask({ content: '二', session_id: first.session_id })
    await on.school.extras(second.answer_id)
    expect(await on.school.session(first.session_id)).toMatchObject({ title: '一元一次方程' })
    await on.school.student.call('PATCH', `${SESSIONS}/${first.session_id}`, { title: '我的' })
    expect(await on.school.session(first.session_id)).toMatchObject({ title: '我的' })
  })

  test.each(['by title when it was made', 'by PATCH before'])(
    'never names a session that the student named %s',
    async (how) => {
      const made = await on.school.student.call(
        'POST',
        SESSIONS,
        how.includes('PATCH') ? {} : { title: '我的' },
      )
      const { id } = made.body as Session
      if (how.includes('PATCH')) await on.school.student.call('PATCH', `${SESSIONS}/${id}`, { title: '我的' })
      await on.school.extrasOf({ content: '问', session_id: id })
      expect(await on.school.session(id)).toMatchObject({ title: '我的' })
    },
  )

  test('names a session that was made without a title', async () => {
    const { id } = (await on.school.student.call('POST', SESSIONS, {})).body as Session
    await on.school.extrasOf({ content: '问', session_id: id })
    expect(await on.school.session(id)).toMatchObject({ title: '一元一次方程' })
  })

  test('shows in the list: state, subject, first page, and the counts of its last answer', async () => {
    on.school.making = [checked([item(), item({ verdict: 'right' })])]
    const url = await on.school.page()
    on.school.startJobs()
    const done = await on.school.ask({ mode: 'check', image_urls: [url] })
    await on.school.extras(done.answer_id)
    const list = async () => (await on.school.student.call('GET', SESSIONS)).body as SessionPage
    const [listed] = (await list()).items
    expect(listed).toMatchObject({
      state: 'done',
      subject: 'math',
      correction: { right: 1, wrong: 1, unanswered: 0, unclear: 0 },
    })
    expect((await on.school.server.call('GET', listed?.thumbnail_url ?? '')).status).toBe(200)
    await on.school.ask({ content: '为什么？', session_id: done.session_id })
    expect((await list()).items[0]).toMatchObject({ correction: null, thumbnail_url: expect.any(String) })
    await on.school.ask({ content: '别的' })
    expect((await list()).items[0]).toMatchObject({ thumbnail_url: null, correction: null })
  })
})
