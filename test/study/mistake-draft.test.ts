import { MistakeDraft } from '../../miniprogram/study/book/mistake-draft'
import { MemoryStore } from '../conversation/fakes'

describe('An exercise that is written by hand', () => {
  test('is there again in the next run of the program, with all of its fields and its subject', () => {
    const store = new MemoryStore()
    const draft = new MistakeDraft(store)
    draft.write({ text: '2x=6' })
    draft.write({ yours: 'x=4', subject: 'physics' })
    expect(new MistakeDraft(store).now).toEqual({
      text: '2x=6',
      yours: 'x=4',
      right: '',
      points: '',
      note: '',
      subject: 'physics',
    })
  })

  test('leaves nothing behind once it was saved or thrown away, or all of it was deleted', () => {
    const store = new MemoryStore()
    const draft = new MistakeDraft(store)
    draft.write({ text: '2x=6', subject: 'physics' })
    draft.drop()
    expect(store.values.size).toBe(0)
    expect([draft.isEmpty, draft.now.subject]).toEqual([true, 'physics'])
    draft.write({ note: '变号' })
    draft.write({ note: '' })
    expect(store.values.size).toBe(0)
  })

  test.each([
    ['a text', 'draft'],
    ['a list', [1]],
    ['nothing', null],
    ['fields of other kinds', { text: 7, subject: 'latin' }],
  ])('begins empty where what was kept is %s', (_what, kept) => {
    const store = new MemoryStore()
    store.set('mistake-draft', kept)
    const draft = new MistakeDraft(store)
    expect([draft.isEmpty, draft.now.subject]).toEqual([true, 'math'])
  })
})
