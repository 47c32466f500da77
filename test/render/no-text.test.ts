import { createAnswerRenderer } from '../../miniprogram/render/index'
import { FakePage } from './page'

/** What a page in JavaScript may hand over where a text is not there yet. */
const NONE = [undefined, null, '']

/** Calls a renderer's method as JavaScript would. */
function told(method: 'push' | 'reset', value: unknown): FakePage {
  const page = new FakePage()
  const renderer = createAnswerRenderer(page.take)
  Reflect.apply(renderer[method], renderer, [value])
  renderer.push('好')
  renderer.end()
  return page
}

test.each(NONE)('a text that is %p says nothing, and what comes behind it is shown', (value) => {
  expect(told('push', value).text).toBe('好')
  expect(told('reset', value).text).toBe('好')
})
