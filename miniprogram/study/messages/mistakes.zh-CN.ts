import { failure } from '../../messages/zh-CN'

/** What a student reads in the mistake book. */
export const mistakeMessages = {
  title: '错题本',
  back: '返回',
  search: '搜题目、知识点',
  print: '打印错题',
  add: '自己加一道',
  all: (count: number) => `全部 ${count}`,
  mastered: '已掌握',
  point: (point: string) => `只看“${point}”，点按看全部`,
  due: '今天到期',
  later: '以后',
  yours: '你写的',
  right: '应该是',
  reviewed: (times: number) => `复习过 ${times} 次`,
  notReviewed: '还没复习',
  /** Its result is on the way to the server. */
  justReviewed: '刚复习过',
  review: (count: number) => `复习今天的 ${count} 题`,
  minutes: (count: number) => `约 ${count} 分钟`,
  more: '载入更多',
  empty: '还没有错题。批改一页作业，错的会自己到这里来。',
  none: '没有找到',
  noneMastered: '还没有标为已掌握的题',
  loading: '正在载入…',
  failed: '错题没有载入成功，点按重试',
  kept: '没有网络，这是上次看到的错题。',
  retry: '点按重试',
  picture: '这道题的照片',
  broken: '图片打不开',
  similar: '再来一道类似的',
  explain: '讲讲这一题',
  master: '标为已掌握',
  unmaster: '还要复习',
  remove: '删除',
  /** A button beside an exercise, for who hears it by itself. */
  of: (action: string, exercise: string) => `${action}：${exercise}`,
  removeTitle: '删除这道错题？',
  removeText: '题目、笔记和复习记录都会删除，找不回来。',
  cancel: '取消',
  note: '我的笔记',
  notePlaceholder: '写一句提醒自己的话',
  /** What the chat is asked. */
  asked: {
    solve: (text: string) => `讲讲这道题，一步一步来：\n${text}`,
    hint: (text: string) => `给我一个提示，不要说出答案：\n${text}`,
  },
  /** Of an exercise on a marked page. */
  taken: {
    take: '收进错题本',
    taking: '正在收进错题本…',
    taken: (when: string) => `已收进错题本，${when}`,
    due: '今天就可以复习',
    later: (when: string) => `${when}提醒你复习`,
    open: (words: string) => `${words}，打开错题本`,
  },
  choose: '点一道题，在这里看',
  chooseLater: '有了错题，点开的那一道在这里看。',
  missing: '这道题已经不在错题本里了',
  form: {
    title: '自己加一道错题',
    text: '题目',
    textPlaceholder: '把题目写下来',
    subject: '科目',
    yours: '你写的',
    yoursPlaceholder: '当时写的答案，可以不填',
    right: '应该是',
    rightPlaceholder: '正确答案，可以不填',
    points: '知识点',
    pointsPlaceholder: '用顿号隔开，可以不填',
    note: '我的笔记',
    notePlaceholder: '写一句提醒自己的话，可以不填',
    manyPoints: (most: number) => `知识点最多 ${most} 个`,
    longPoint: (most: number) => `每个知识点不超过 ${most} 个字`,
    save: '收进错题本',
    close: '关闭',
    throwAway: '清空',
    thrown: '已清空，还可以放回来。',
    putBack: '放回来',
    noText: '先写下题目',
    there: '这道题已经在错题本里了',
    added: '已收进错题本，今天就可以复习',
  },
  sheet: {
    title: '打印错题',
    text: '先是题目，后面一页是解答。发到微信后，在电脑上打开就能打印；存成图片，在照片打印机的小程序里也能打印。',
    solutions: '解答',
    unknown: '还没有记下',
    file: '错题本.html',
  },
} as const

/** What was being done when it failed, as the first half of a sentence. */
const failed = {
  load: '错题没有载入成功',
  add: '没有收进错题本',
  change: '没有改成功',
  note: '笔记还没有送出',
  remove: '没有删除成功',
  sheet: '没有准备好',
  ask: '现在不能提问',
} as const
/** One of these. */
export type MistakeAction = keyof typeof failed

const reasons = { BAD_REQUEST: '请检查写的内容' } as const

/** The sentence for what failed and why. */
export function mistakeError(action: MistakeAction, code: string): string {
  if (action === 'note') return `${failed.note}，先留在手机上`
  return failure(failed[action], code, reasons)
}
