import type { Account } from '../../miniprogram/account/account'
import { keepAccount, writtenAccount } from '../../miniprogram/study/account/account-draft'
import { MemoryStore } from '../conversation/fakes'

const HERE: Account = { id: 'u1', name: '林小满', grade: 7, settings: {} }
const WRITTEN = { name: '林小', grade: 7 }

describe('A name and a grade that were written and not saved', () => {
  test.each<[string, Account | undefined, Account | undefined]>([
    ['the server has what it had', HERE, { ...HERE, settings: { theme: 'dark' } }],
    ['it is not known what the server has', HERE, undefined],
    ['it was not known then', undefined, HERE],
  ])('stand where %s', (_where, then, now) => {
    const store = new MemoryStore()
    keepAccount(store, WRITTEN, then)
    expect(writtenAccount(store, now)).toEqual(WRITTEN)
  })

  test.each<[string, Partial<Account>, object]>([
    ['name', { name: '林大满' }, { name: '林大满', grade: 7 }],
    ['grade', { grade: null }, { name: '林小满', grade: 0 }],
  ])('give way for good where another phone changed the %s since', (_what, change, expected) => {
    const store = new MemoryStore()
    keepAccount(store, WRITTEN, HERE)
    expect(writtenAccount(store, { ...HERE, ...change })).toEqual(expected)
    expect(store.values.size).toBe(0)
  })
})
