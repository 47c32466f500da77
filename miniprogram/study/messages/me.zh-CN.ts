import { failure } from '../../messages/zh-CN'
/** What a student reads on the page about themselves. */
export const meMessages = {
  title: '我的',
  noName: '还没有写名字',
  noGrade: '还没有选年级',
  nameless: '我',
  grades: [
    '一年级',
    '二年级',
    '三年级',
    '四年级',
    '五年级',
    '六年级',
    '七年级',
    '八年级',
    '九年级',
    '高一',
    '高二',
    '高三',
  ],
  gradeNone: '不填',
  edit: '修改名字和年级',
  editTitle: '名字和年级',
  name: '名字',
  namePlaceholder: '老师怎么称呼你',
  grade: '年级',
  save: '保存',
  cancel: '取消',
  week: '这一周',
  print: '打印错题',
  figures: { days: '天在学', questions: '次提问', mistakes: '道错题', reviews: '次复习' },
  asked: (count: number) => `问 ${count} 次`,
  wrong: (count: number) => `错 ${count} 道`,
  bar: (subject: string, questions: number, mistakes: number) =>
    `${subject}：问 ${questions} 次，错 ${mistakes} 道`,
  legend: { questions: '提问', mistakes: '错题' },
  nothing: '这一周还没有提问。',
  weak: '再练练这些',
  weakCounts: (mistakes: number, mastered: number) => `错 ${mistakes}　掌握 ${mastered}`,
  loading: '正在载入…',
  retry: '点按重试',
  accountFailed: '名字和年级没有载入成功，点按重试',
  reportFailed: '这一周的情况没有载入成功，点按重试',
  reportKept: '没有网络，这是上次看到的。',
  appearance: '外观',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  size: '字号',
  sizes: ['小', '标准', '大', '特大'],
  present: (name: string) => `${name}（当前）`,
  privacy: '隐私保护指引',
  privacyFailed: '没能打开隐私保护指引，请更新微信后再试',
  cache: '清除缓存',
  cacheText: '手机上存的问答、错题和报告会清掉，联网后再看时重新载入。写了一半的问题和没送出的复习不会丢。',
  cacheConfirm: '清除',
  cleared: '已清除',
  export: '导出我的数据',
  exportText: '提问、回答、错题和复习记录都在一个文件里，照片只记下网址。',
  exportFile: '我的数据.json',
  about: '关于',
  aboutTitle: '五好伴学',
  aboutText: (version: string) =>
    `${version}\n\n回答、批改、提示和题目都由人工智能（AI）生成，可能有错，请核对后使用。你写的和拍的只用来回答你的问题。`,
  develop: '开发版',
  known: '知道了',
  erase: '清除我的数据',
  eraseTitle: '清除我的数据？',
  eraseText: '会删掉你的提问、照片、错题和复习记录，找不回来。',
  eraseConfirm: '全部删除',
  erased: '你的数据已经清除',
  erasedText: '服务器上和这部手机里都没有了。再次使用时从头开始。',
  restart: '重新开始',
  closeByHand: '请关闭小程序再打开。',
} as const

const failed = {
  load: '没有载入成功',
  change: '没有保存成功',
  export: '没有导出成功',
  erase: '没有清除成功，什么都没有删',
} as const
/** What was being done when it failed. */
export type MeAction = keyof typeof failed

const reasons = { BAD_REQUEST: '请检查写的内容' } as const

/** The sentence for what failed and why. */
export function meError(action: MeAction, code: string): string {
  return failure(failed[action], code, reasons)
}
