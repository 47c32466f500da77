/**
 * A script, for Node or a browser, after which every date is so many milliseconds ahead of the machine's. Timers run as they did:
 * they are measured by another clock.
 */
export function clockAhead(milliseconds: number): string {
  return `
    globalThis.Date = new Proxy(Date, {
      construct: (real, given) => (given.length === 0 ? new real(real.now() + ${milliseconds}) : Reflect.construct(real, given)),
      get: (real, name) => (name === 'now' ? () => real.now() + ${milliseconds} : Reflect.get(real, name)),
    })
  `
}
