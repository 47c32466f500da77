import { newId } from '../../src/store/identifiers'
import type { Method, TestServer } from './test-server'

/** A way to call the server. */
export interface Route {
  method: Method
  path: string
}

const isMethod = (name: string): name is Method => ['GET', 'POST', 'PATCH', 'DELETE'].includes(name)

/** Every route of the server, with an id that names nothing where its address has one. */
export function routesOf({ app }: TestServer): Route[] {
  const parents: string[] = []
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] = /^([│├└─ ]*)(\S+) \(([^)]*)\)/.exec(line) ?? []
      if (part === '') return []
      const depth = indent.length / 4
      parents[depth] = part
      const path = parents.slice(0, depth + 1).join('')
      return methods
        .split(', ')
        .filter(isMethod)
        .map((method) => ({ method, path: path.replace(/:\w+/g, newId()) }))
    })
}
