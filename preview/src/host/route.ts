/** A page address, taken apart. */
export interface Route {
  path: string
  query: Record<string, string>
  /** As written, without the question mark. */
  search: string
}

/** `/a/b`, `../b` and `b` as `from` means them; values stay encoded, as WeChat hands them to onLoad. */
export function parseRoute(url: string, from: string | undefined): Route {
  const mark = url.indexOf('?')
  const address = mark < 0 ? url : url.slice(0, mark)
  const search = mark < 0 ? '' : url.slice(mark + 1)
  const base = new URL(`/${from ?? ''}`, 'http://program.invalid')
  const path = new URL(address, from === undefined ? 'http://program.invalid' : base).pathname.slice(1)
  const query: Record<string, string> = {}
  for (const pair of search.split('&').filter((part) => part !== '')) {
    const equals = pair.indexOf('=')
    query[equals < 0 ? pair : pair.slice(0, equals)] = equals < 0 ? '' : pair.slice(equals + 1)
  }
  return { path, query, search }
}
