import { chosenPhoto } from '../../miniprogram/conversation/photo-uploads'
import { questionProblem } from '../../miniprogram/conversation/send-outcome'

const limits = { characters: 20, pages: 3 }

/** Photos of which each failed in its way, or is there. */
const photos = (...states: string[]) =>
  states.map((state, at) =>
    Object.assign(chosenPhoto(`p${at}`, `page-${at}.jpg`), {
      state: state === 'there' ? 'uploaded' : 'failed',
      refused: state === 'refused' || state === 'gone',
      gone: state === 'gone',
    }),
  )

describe('What keeps a question from being sent', () => {
  test.each<[string | undefined, string, string[]]>([
    [undefined, '讲讲浮力', []],
    [undefined, '', ['there', 'there', 'there']],
    ['empty', '', []],
    [undefined, '字'.repeat(20), []],
    ['too-long', '字'.repeat(21), []],
    ['too-many-pages', '', ['there', 'there', 'there', 'there']],
    // One tap sends it again; what has to go first is said first.
    ['photo-failed', '', ['there', 'failed']],
    ['photo-refused', '', ['failed', 'refused']],
    ['photo-gone', '', ['refused', 'gone', 'failed']],
  ])('is %s: %j with photos %j', (problem, text, states) => {
    expect(questionProblem(text, photos(...states), limits)).toBe(problem)
  })
})
