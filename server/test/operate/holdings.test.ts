import { Holdings } from '../../src/holdings'

describe('what a server holds', () => {
  it('is let go of whole, the last taken first, whatever fails of it; each failure is logged, the first one told', async () => {
    for (const failing of [[], ['b'], ['c', 'a'], ['a', 'b', 'c']]) {
      const released: string[] = []
      const logged: unknown[] = []
      const holdings = new Holdings()
      for (const [at, name] of ['a', 'b', 'c'].entries())
        holdings.add(() => {
          released.push(name)
          if (!failing.includes(name)) return
          // At once or later, as it comes.
          if (at === 1) throw new Error(name)
          return Promise.reject(new Error(name))
        })
      const failures = ['c', 'b', 'a'].filter((name) => failing.includes(name)).map((name) => new Error(name))
      const release = holdings.release({ error: (fields: object) => void logged.push(fields) })
      if (failures.length === 0) await release
      else await expect(release).rejects.toEqual(failures[0])
      expect(released).toEqual(['c', 'b', 'a'])
      expect(logged).toEqual(failures.map((err) => ({ err })))
    }
  })
})
