/** A question to try, on the first page. */
export interface Example {
  subject: string
  question: string
}

/** What the local tutor can answer: each of these is held against it by a test. */
const LOCAL: readonly Example[] = [
  { subject: 'math', question: '解方程 x² − 5x + 6 = 0' },
  { subject: 'math', question: '3/4 + 2/3 等于多少？' },
  { subject: 'math', question: '长方形长 8 厘米，宽 5 厘米，面积是多少？' },
]

const OF_ANY_MODEL: readonly Example[] = [
  { subject: 'math', question: '解方程 x² − 5x + 6 = 0' },
  { subject: 'physics', question: '电梯加速下降时，体重秤的读数为什么会变小？' },
  { subject: 'english', question: 'since 和 for 有什么区别？' },
]

/** Questions that whoever answers here can answer. */
export const examplesFor = (hasModel: boolean): readonly Example[] => (hasModel ? OF_ANY_MODEL : LOCAL)
