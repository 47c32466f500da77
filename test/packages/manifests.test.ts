import { readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(__dirname, '..', '..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

test('the base library that a README names for answers in pieces is the one that has them', () => {
  const typings = read('node_modules/miniprogram-api-typings/types/wx/lib.wx.api.d.ts')
  const since = /需要基础库： `([\d.]+)`(?:(?!需要基础库)[\s\S])*?\benableChunked\?/.exec(typings)?.[1]
  expect(since).toMatch(/^\d/)
  expect(read('packages/answer-stream/README.md')).toContain(`base library ${since} or newer`)
  expect(read('docs/devices.md')).toContain(`no chunked fallback before ${since}`)
})
