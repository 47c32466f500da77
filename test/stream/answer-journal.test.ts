import { AnswerJournal } from '../../miniprogram/stream/answer-journal'
import { MemoryStore } from '../conversation/fakes'
import { ManualClock } from '../support/manual-clock'

describe('an answer that is kept while it is written', () => {
  test('stands where it was once it has grown too long for the storage: the server sends the rest again', () => {
    const journal = new AnswerJournal(new MemoryStore(), new ManualClock())
    journal.begin('r1', { content: '问' })
    journal.note('r1', '7', '字'.repeat(30_000))
    journal.note('r1', '8', '字'.repeat(30_001))
    expect(journal.unfinished()).toMatchObject([{ requestId: 'r1', after: '7', text: '字'.repeat(30_000) }])
  })

  test('that failed for want of a link is left to the next run, and is open again where it is asked again', () => {
    const journal = new AnswerJournal(new MemoryStore(), new ManualClock())
    journal.begin('r1', { content: '问' })
    journal.end('r1', true)
    expect(journal.unfinished()).toEqual([])
    journal.begin('r1', { content: '问' })
    expect(journal.unfinished()).toMatchObject([{ requestId: 'r1' }])
  })
})
