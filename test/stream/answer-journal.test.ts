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
})
