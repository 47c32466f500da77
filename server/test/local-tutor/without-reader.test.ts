import { ask, page } from './tutor'

test('where the page reader is not installed, the student is told so, and what was typed is worked out', async () => {
  jest.doMock('../../src/model/local-tutor/page/reader-installed', () => ({ isReaderInstalled: () => false }))
  const { createLocalTutor } = await import('../../src/model/local-tutor')
  const tutor = createLocalTutor({ sleep: async () => undefined })
  const { text } = await ask(tutor, { question: '7×8', images: [page('arithmetic-linear.png')] })
  expect(text).toContain('没有安装读图片的部件')
  expect(text).toContain('**答案：**$56$')
  await tutor.close()
})
