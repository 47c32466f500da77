import type { Correction, CorrectionItem, Verdict } from '../../../../../typings/protocol'
import { explain } from '../explain'
import { joinChinese } from '../question/characters'
import { recognise } from '../question/items'
import { quote } from '../quote'

/** Each verdict in words: a font draws ✓ and ✗ as it likes, and a reader of screens says them as it likes. */
const VERDICTS: Record<Verdict, string> = {
  right: '对',
  wrong: '不对',
  unanswered: '没有写答案',
  unclear: '没有看清',
}
const COUNTED: readonly (readonly [Verdict, string])[] = [
  ['right', '对'],
  ['wrong', '错'],
  ['unanswered', '没写答案的有'],
  ['unclear', '没看清的有'],
]
const MAY_BE_MISREAD = '我是按从图片上读到的来批改的。如果我读错了，请以原题为准。'
const NOTHING = '这里面没有我会批改的算式或方程。'

/** What a marked sheet is told as: how many are right, then each exercise, with its working where that is wrong. */
export function checkText(correction: Correction): string {
  const { items } = correction
  const fromPages = items.some(({ page }) => page !== null)
  const pages = new Set(items.map(({ page }) => page))
  if (!fromPages && items.every(({ text }) => text === '')) return NOTHING
  return [
    summary(correction),
    fromPages ? MAY_BE_MISREAD : '',
    ...items.map((item, index) => {
      const isNewPage = pages.size > 1 && items[index - 1]?.page !== item.page
      return `${isNewPage ? `## 第 ${item.page} 张图片\n\n` : ''}${itemText(item)}`
    }),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function summary(correction: Correction): string {
  const told = COUNTED.filter(([verdict]) => correction[verdict] > 0)
  return `**批改结果：**${told.map(([verdict, name]) => `${name} ${correction[verdict]} 题`).join('，')}。`
}

function itemText(item: CorrectionItem): string {
  const { no, text, verdict, reason, student_answer: written } = item
  if (text === '') return reason ?? ''
  const isElsewhere = written !== null && !text.includes(written)
  const shown = quote.block([joinChinese(text), ...(isElsewhere ? [joinChinese(written)] : [])].join('\n'))
  const working = verdict === 'wrong' ? workingOf(text) : ''
  const parts = [`### 第 ${no} 题（${VERDICTS[verdict]}）`, shown, reason ?? '', working]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** The exercise worked out, so that a student sees where it went another way. */
function workingOf(text: string): string {
  const [problem, ...more] = recognise(text.split('\n'))
  if (problem === undefined || more.length > 0) return ''
  const { markdown, solved } = explain(withoutClaims(problem))
  return solved ? markdown : ''
}

type Problem = ReturnType<typeof recognise>[number]

const withoutClaims = (problem: Problem): Problem =>
  problem.kind === 'arithmetic' ? { ...problem, claims: [] } : problem
