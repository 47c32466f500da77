/** What a student reads while reviewing. */
export const reviewMessages = {
  title: '今日复习',
  of: (count: number) => `共 ${count} 题`,
  progress: (at: number, count: number) => `第 ${at} 题，共 ${count} 题`,
  time: (times: number) => `第 ${times} 次复习`,
  /** What a reader hears instead of the subject's sign. */
  exercise: (subject: string) => `${subject}，题目`,
  solution: '解答',
  solutionSign: '解',
  answer: '答案',
  answerSign: '答',
  shut: '先在纸上做一遍，再看解答。',
  covered: '照片上有你写过的答案，先盖住',
  uncover: '看一眼题目',
  hint: '要个提示',
  open: '看解答',
  how: '做得怎么样？',
  last: '上次写的是',
  note: '我的笔记',
  noSolution: '这道题还没有解答。',
  explain: '让老师讲讲',
  ratings: { again: '忘了', hard: '吃力', good: '记得', easy: '很熟' },
  rated: (rating: string, when: string) => `${rating}，${when}再复习`,
  undo: '撤销',
  /** What a screen reader is told of what a tap has changed. */
  opened: '解答打开了，在题目下面。',
  ratedThen: (rated: string, next: string) => `${rated}，现在可以撤销。${next}`,
  takenBack: (progress: string) => `已撤销。${progress}`,
  end: (count: number) => `${count} 道都过了一遍。`,
  next: (when: string, count: number) => `下次是${spaced(when)}，${count} 道。`,
  nothingNext: '后面没有要复习的了。',
  count: (count: number) => `${count} 道`,
  waiting: (count: number) => `${count} 道的结果还在手机上，有网络时自动送出。`,
  more: (count: number) => `再复习 ${count} 道`,
  back: '回到错题本',
  none: '今天没有要复习的。',
  loading: '正在载入…',
  failed: '要复习的题没有载入成功，点按重试',
  kept: '没有网络，先复习手机上有的。',
} as const

/** A number stands apart from the words before it. */
function spaced(when: string): string {
  return /^\d/.test(when) ? ` ${when}` : when
}
