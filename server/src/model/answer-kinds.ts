import type { Mode } from '../../../typings/protocol'
import type { Exercise, HintLevel, Task } from './model'

/** What a model is told of each kind of answer. docs/protocol.md, "Kinds of answers": each of the first three hint levels forbids the result. */
const HINTS: Record<Exclude<HintLevel, 4>, string> = {
  1: '指出这道题要注意看什么：已知什么、要求什么、哪个条件是关键。还不要说方法。',
  2: '说出从哪里入手：用什么方法、第一步做什么。第一步以后的留给学生。',
  3: '点明决定这道题的那一步：怎么想到、怎么列出来。剩下的计算留给学生。',
}

const SOLVE = [
  '用学生看得懂的中文，先讲思路，再一步一步写出过程，最后用一句话点明结论。',
  '有图片时，按页的顺序逐题解答，先写明题号和你读到的题目；看不清的地方要直说，不要猜。',
]

const LAST_HINT = [
  '学生看过前面几次提示，还是没有做出来。现在完整地解答这道题：接着前面的提示讲思路，一步一步写出过程，最后用一句话点明结论。',
  '有图片时先写明你读到的题目；看不清的地方要直说，不要猜。',
]

const CHECK = [
  '图片里（没有图片时是文字里）是学生自己做的作业，请批改：按页的顺序，逐题写明题号，判断是对、是错，还是没有做。',
  '错的说明错在哪里、为什么，再写出正确的做法；对的一句话带过。看不清、拿不准的直说，不要猜，不要把看不清的当作错的。',
]

const SIMILAR = [
  '给学生出一道新题：和给出的题考查同样的知识点，难度相近，但换掉数字和情景，不能和原题一样。只出一道。',
  '先只写题目。然后单独写一行“## 解答”，在这一行的后面一步一步写出解答，最后用一句话点明结论。这一行的前面不要透露解法和结果。',
  '出题以后自己先做一遍，保证题目有解、答案正确。',
]

/** How an answer of this kind is to be written, line by line. */
export function howTo(task: Task): readonly string[] {
  switch (task.mode) {
    case 'solve':
      return SOLVE
    case 'check':
      return CHECK
    case 'similar':
      return SIMILAR
    case 'hint':
      return task.level === 4 ? LAST_HINT : hint(HINTS[task.level])
  }
}

function hint(what: string): readonly string[] {
  return [
    `学生想自己做出来，这次只给下一个提示。${what}`,
    '不要说出答案，也不要写出完整的过程；已经给过的提示不要重复。用学生看得懂的中文，写两三句话，最后请学生自己试一试。',
    '有好几道题时，只提示学生问的那一道，没有说是哪一道就提示第一道。图片看不清的地方要直说，不要猜。',
  ]
}

/** What a student means who says nothing; a message without text is refused by some endpoints. */
export const withoutWords: Record<Mode, string> = {
  solve: '请解答图片中的题目。',
  hint: '请给我下一个提示。',
  check: '请批改我的作业。',
  similar: '请出一道类似的题。',
}

/** An exercise that is asked about, in words. */
export function exerciseInWords({ text, images, mistake }: Exercise): string {
  const lines = [`题目：\n${text.trim() === '' && images.length > 0 ? '见图片。' : text}`]
  if (mistake !== undefined) {
    const { subject, student_answer, correct_answer, reason, points } = mistake
    if (subject !== null) lines.push(`科目：${subject}`)
    if (student_answer !== null) lines.push(`我当时的答案：${student_answer}`)
    if (correct_answer !== null) lines.push(`正确的答案：${correct_answer}`)
    if (reason !== null) lines.push(`错的原因：${reason}`)
    if (points.length > 0) lines.push(`知识点：${points.join('、')}`)
  }
  return lines.join('\n\n')
}

/** A school year as it is called, such as 初中一年级. */
export function gradeInWords(grade: number): string {
  const [school, first] = grade <= 6 ? ['小学', 0] : grade <= 9 ? ['初中', 6] : ['高中', 9]
  return `${school}${'一二三四五六'[grade - first - 1] ?? ''}年级`
}
