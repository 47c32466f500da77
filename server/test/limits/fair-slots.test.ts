import { FairSlots } from '../../src/limits/fair-slots'

/** Works that end when they are told to, by their name. */
function works(slots: FairSlots) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const bring = (name: string, wish: { isLong?: boolean; signal?: AbortSignal } = {}) =>
    slots.run({ of: name.slice(0, 1), ...wish }, async () => {
      begun.push(name)
      await new Promise<void>((resolve) => ends.set(name, resolve))
    })
  const end = async (name: string) => {
    ends.get(name)?.()
    await new Promise(setImmediate)
  }
  return { begun, bring, end }
}

test('who brings many waits for his own, and others have the slot beside him at once', async () => {
  const { begun, bring, end } = works(new FairSlots(2))
  const all = ['a1', 'a2', 'a3', 'b1', 'c1', 'c2'].map((name) => bring(name))
  await new Promise(setImmediate)
  expect(begun).toEqual(['a1', 'b1'])
  await end('b1')
  await end('a1')
  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2'])
  for (const name of ['c1', 'c2', 'a2', 'a3']) await end(name)
  await Promise.all(all)
  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3'])
})

test('of what takes long only one is done at a time, whoever brings it', async () => {
  const { begun, bring, end } = works(new FairSlots(2))
  const all = [bring('a1', { isLong: true }), bring('b1', { isLong: true }), bring('c1')]
  await new Promise(setImmediate)
  expect(begun).toEqual(['a1', 'c1'])
  for (const name of ['c1', 'a1', 'b1']) await end(name)
  await Promise.all(all)
})

test('what nobody waits for any more is never begun', async () => {
  const { begun, bring, end } = works(new FairSlots(1))
  const gone = new AbortController()
  const [first, second] = [bring('a1'), bring('b1', { signal: gone.signal })]
  const left = expect(second).rejects.toThrow('left')
  gone.abort(new Error('left'))
  await left
  await end('a1')
  await first
  expect(begun).toEqual(['a1'])
})
