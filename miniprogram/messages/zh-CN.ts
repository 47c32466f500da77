import { contentMessages } from './content.zh-CN'

/**
 * What a student reads on the page of the chat, and of failures anywhere; another language is another file of this shape. Functions fill in
 * numbers; no text is put together anywhere else. Tables of their own have: modes and what follows an answer (`chat`), an answer's content, which
 * travels into other mini-programs (`content`), refusals and the check of devices, which are run only then, and the sub-package (`study/messages`).
 */
export const messages = {
  app: {
    name: '五好伴学',
    aiName: '伴学老师',
    aiLabel: 'AI 生成',
    aiNotice: '内容由 AI 生成，请核对后使用',
  },
  header: {
    sessions: '我的本子',
    newConversation: '新的一页',
  },
  welcome: {
    title: '今天从哪道题开始？',
    glyph: '解',
    camera: '拍下作业',
    cameraHint: (mostPages: number) => `一步一步讲，最多 ${mostPages} 页`,
    examplesTitle: '也可以直接问',
    /** Shown until the server has told its own: what any server can answer. */
    examples: [
      { subject: 'math', question: '解方程 x² − 5x + 6 = 0' },
      { subject: 'math', question: '3/4 + 2/3 等于多少？' },
      { subject: 'math', question: '长方形长 8 厘米，宽 5 厘米，面积是多少？' },
    ],
    /** A subject in one character, before a question. */
    subjects: {
      math: '数',
      chinese: '语',
      english: '英',
      physics: '物',
      chemistry: '化',
      biology: '生',
      history: '史',
      geography: '地',
      politics: '政',
      other: '他',
    },
    /** For developers only: no student sees the develop version. */
    noModel:
      '开发版提示：服务器还没有配置模型，由本地小导师回答。设置 OPENAI_BASE_URL、OPENAI_API_KEY、OPENAI_MODEL 后重新启动。',
  },
  /** Days, as they are written in a heading. */
  day: {
    today: '今天',
    yesterday: '昨天',
    date: (month: number, day: number) => `${month} 月 ${day} 日`,
    weekdays: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
  },
  photo: {
    broken: '图片打不开',
  },
  composer: {
    placeholder: '写问题，或拍下作业',
    add: '拍照或选照片',
    stop: '停止回答',
    over: (characters: number) => `超出 ${characters} 字，请删减后发送`,
    full: (limit: number) => `一次最多 ${limit} 页`,
    tooLong: (limit: number) => `问题请控制在 ${limit} 字以内`,
    someFailed: '有照片没传上，点它重传或删除',
    someRefused: '有照片打不开或太大，请删除后再发送',
    someGone: '有照片已经找不到了，请删除后重新拍',
    refused: '这张照片打不开或太大，请删除',
    notChosen: '没能打开相机或相册，请再试一次',
    busy: '上一个回答还没结束',
    tooMany: (most: number) => `手机上最多同时写 ${most} 个回答，请等其中一个写完`,
  },
  /** The pages of a question that is being written. */
  photos: {
    pages: (count: number) => `${count} 页`,
    how: '点开可旋转裁剪，长按拖动换顺序',
    label: (index: number, total: number, state: string) =>
      `第 ${index} 页，共 ${total} 页，${state.replace('\u200b', '')}`,
    remove: (index: number) => `删除第 ${index} 页`,
    // States stand in little room: \u200b is where a line may end.
    ready: '已就绪',
    uploading: '正在\u200b上传',
    failed: '点一下\u200b重传',
    refused: '无法\u200b使用',
    noRoomBack: '这一题的照片放不下，先发送或删掉现在选的照片',
    waits: (pages: number) => `还有一题没发出去，它的 ${pages} 页这里放不下`,
    exchange: '换过来',
    gone: '请\u200b重新拍',
    findings: {
      turned: { short: '放倒了', long: '这一页放倒了，先转正再问', action: '右转' },
      blurred: { short: '有点糊', long: '这一页有点糊，字可能读不准', action: '重拍' },
      dark: { short: '太暗', long: '这一页太暗，字可能读不准', action: '重拍' },
      small: { short: '太小', long: '这一页太小，字可能读不清', action: '重拍' },
    },
    place: (index: number, total: number) => `第 ${index} 页 / 共 ${total} 页`,
    close: '关闭',
    left: '左转',
    right: '右转',
    crop: '裁剪',
    cropped: '裁好了',
    delete: '删除',
    restore: '还原',
    done: '完成',
    order: '按住拖到想要的位置，页码跟着变',
    earlier: '往前移一页',
    later: '往后移一页',
    frame: '裁剪框，拖动四角；电脑上按方向键移动，加 Shift 改大小',
    notOpened: '没能打开这一页，请再点一次',
    notChanged: '没能改动这一页，原来的还在',
    leftOut: (limit: number, beyond: number) => `一次最多 ${limit} 页，后面 ${beyond} 页没有加进来。`,
    more: (chosen: number, room: number) => `这次加了 ${chosen} 页，还能再加 ${room} 页。`,
    chooseMore: '继续选',
    enough: '不用了',
  },
  status: {
    uploading: (index: number, total: number) => `正在上传第 ${index}/${total} 页…`,
    connecting: '正在连接…',
    queued: (ahead: number | undefined) => (ahead ? `前面还有 ${ahead} 个问题…` : '马上轮到你…'),
    readingImages: '正在看题…',
    thinking: '正在思考…',
    writing: '正在写…',
    processing: '正在处理…',
    stopping: '正在停止…',
    reconnecting: '网络不稳，正在重新连接…',
    tokens: (count: number) => `${count} tokens`,
    characters: (count: number) => `约 ${count} 字`,
  },
  question: {
    label: '我的问题',
    glyph: '题',
    heading: '题目',
    pages: '题目的照片',
    next: '看下一页',
    turn: '旋转',
    photo: (index: number, total: number) => `第 ${index} 页，共 ${total} 页，点按放大`,
  },
  answer: {
    label: '回答',
    glyph: '解',
    heading: '解答',
    reasoning: '思考过程',
    copy: '复制',
    copyText: '复制文字',
    copyMarkdown: '复制文字和格式符号',
    copied: '已复制',
    up: '有用',
    down: '没用',
    retry: '再试一次',
    resend: '重新发送',
    continue: '接着写',
    edit: '重新编辑',
    stopped: '已停止，以上是停止前的内容',
    stoppedEmpty: '已停止',
    unfinished: (reason: string) => `没写完，前面的都在。${reason}`,
    again: (times: number, reason: string) =>
      times === 1 ? `又试了一次，还是没成功。${reason}` : `又试了 ${times} 次，还是没成功。${reason}`,
    tooLong: '回答太长，先写到这里，还没有写完',
    cut: '写到一半断了，前面的都在',
    filtered: '后面的内容不能显示，可以换个问法',
    full: '这一页太长了，请在新的一页里提问',
    pagesMissing: (pages: readonly number[]) => `第 ${pages.join('、')} 页已经找不到了，请重新拍或重新选`,
    imagesRefused: '老师看不了这些照片，请换成清楚的照片，或把题目打成文字',
    goOn: '请接着上面没有写完的地方继续写',
    goOnWith: (question: string) => `请接着写完这个问题的回答：${question}`,
    empty: '这个问题没有收到回答',
  },
  /** What only a screen reader says. */
  announced: {
    sent: '问题已发送，正在等回答',
    began: '开始回答',
    ended: '回答完毕',
    lost: '网络断开，正在重新连接',
    found: '已重新连接',
    photoFailed: (index: number) => `第 ${index} 页没有上传成功`,
    photoRefused: (index: number) => `第 ${index} 页无法使用`,
    photoGone: (index: number) => `第 ${index} 页的照片已不在手机上，请重新拍`,
  },
  content: contentMessages,
  /** The exercises of an answer, to jump to. */
  exercises: {
    label: '这个回答里的题目',
    name: (no: string) => `第 ${no} 题`,
    count: (total: number) => `${total} 题`,
    writing: (at: number, total: number) => `正在写 ${at} / ${total}`,
  },
  follow: {
    toEnd: '回到底部',
    news: '有新内容',
  },
  history: {
    loading: '正在载入…',
    failed: '前面的没有载入成功',
    retry: '点按重试',
  },
  sessions: {
    title: '我的本子',
    create: '新的一页',
    empty: '还没有写过。问一道题，就会记在这里。',
    search: '搜问过的、讲过的',
    none: '没有找到',
    failed: '没有载入成功，点按重试',
    more: '载入更多',
    untitled: '没有名称',
    rename: '重命名',
    remove: '删除',
    options: (title: string) => `${title}，更多操作`,
    renameTitle: '重命名',
    renamePlaceholder: '名称',
    removeTitle: '删除这一页？',
    removeText: '问题和回答都会删除，找不回来。',
    confirm: '确定',
    cancel: '取消',
    questions: (count: number) => `${count} 个问题`,
    states: { running: '正在写', failed: '没写完，点开接着写' },
  },
  server: {
    title: '服务器地址',
    hint: '开发版可以改，例如 https://192.168.1.5:8000。留空则用默认地址。',
    invalid: '请填写以 http:// 或 https:// 开头的地址，不带路径',
    saved: '已保存',
    entry: '服务器地址（开发版）',
  },
  privacy: {
    title: '隐私保护提示',
    text: '使用相机、相册、麦克风和剪贴板前，请阅读并同意隐私保护指引。你拍的、写的和说的，只用来回答你的问题。',
    guide: '查看隐私保护指引',
    agree: '同意并继续',
    refuse: '暂不同意',
  },
} as const

/** What the student, or the program for them, was doing when it failed; `ask`: the question and its answer. */
export type Action =
  | 'ask'
  | 'upload'
  | 'rate'
  | 'keep'
  | 'transcribe'
  | 'speak'
  | 'history'
  | 'rename'
  | 'remove'

/** What went wrong with a question or its answer, for each error code: the server's and the client's own. */
const answerFailures: Readonly<Record<string, string>> = {
  BAD_REQUEST: '这个问题没能发送，请检查内容和照片后再试',
  AUTH_ERROR: '登录没有成功，请重新打开小程序',
  AUTH_EXPIRED: '登录已过期，请重试',
  RATE_LIMITED: '问得有点快，请稍等一会儿再试',
  CONTENT_REJECTED: '这个问题不能回答，请换一个学习问题',
  MODEL_UNAVAILABLE: '老师暂时不在线，请稍后重试',
  MODEL_TIMEOUT: '老师想得太久了，请重试',
  GENERATION_INTERRUPTED: '回答中断了，可以接着写完',
  SAVE_FAILED: '回答没有保存成功，请重试',
  STREAM_NOT_FOUND: '这个回答已经找不到了，请重新提问',
  SUPERSEDED: '这个回答已在别处继续',
  OVERLOADED: '现在提问的人很多，请稍后重试',
  SHUTTING_DOWN: '服务正在更新，请稍后重试',
  INTERNAL: '服务器出了一点问题，请重试',
  NOT_FOUND: '找不到了，可能已被删除',
  VALIDATION_ERROR: '请写下问题，或拍下作业',
  WS_CONNECT_ERROR: '连不上服务器，请检查网络后重试',
  WS_SEND_ERROR: '问题没有发出去，请重试',
  WS_MESSAGE_TIMEOUT: '太久没有收到回答，请重试',
  WS_PROCESSING_TIMEOUT: '处理时间太长，请重试',
  WS_DEADLINE: '这个回答用时太长，请重试',
  WS_CLOSED: '连接断开了，请重试',
  SERVER_ERROR: '服务出错了，请重试',
  UPLOAD_FAILED: '照片没有上传成功，请重试',
  NETWORK_ERROR: '网络不通，请检查后重试',
  FILE_GONE: '照片已不在手机上，请删除后重新拍',
}

/** What else failed, as the first half of a sentence. */
const failedActions: Readonly<Record<Exclude<Action, 'ask'>, string>> = {
  upload: '照片没有上传成功',
  rate: '评价没有发出去',
  keep: '没有收进错题本',
  transcribe: '没有听清',
  speak: '没能朗读',
  history: '这一页没有载入成功',
  rename: '没有改名成功',
  remove: '没有删除成功',
}

/** Why, as the second half: what is true whatever was being done. */
const reasons: Readonly<Record<string, string>> = {
  AUTH_ERROR: '请重新打开小程序登录',
  AUTH_EXPIRED: '登录已过期，请重试',
  RATE_LIMITED: '操作有点快，请稍等一会儿再试',
  OVERLOADED: '现在用的人很多，请稍后重试',
  SHUTTING_DOWN: '服务正在更新，请稍后重试',
  NOT_FOUND: '可能已被删除',
  NETWORK_ERROR: '请检查网络后重试',
}

/** Where an action has more to say of a code than its two halves. */
const ownFailures: Readonly<Partial<Record<Action, Readonly<Record<string, string>>>>> = {
  upload: { BAD_REQUEST: '这张照片无法使用，请换一张' },
  rate: { NOT_FOUND: '这个回答已经不在了' },
  history: { NOT_FOUND: '这一页已经不在了' },
  rename: { NOT_FOUND: '这一页已经不在了', BAD_REQUEST: '这个名称不能用，请换一个' },
  remove: { NOT_FOUND: '这一页已经不在了' },
}

/** The sentence for what failed and why; `own`: what one table has to say of codes beyond what is true whatever was being done. */
export function failure(failed: string, code: string, own: Readonly<Record<string, string>> = {}): string {
  return `${failed}，${own[code] ?? reasons[code] ?? '请重试'}`
}

/**
 * The sentence for what failed and why: the words belong to the action, not to the code alone. A code that a newer server
 * brought reads as a general failure of that action.
 */
export function errorMessage(code: string, action: Action = 'ask'): string {
  if (action === 'ask') return answerFailures[code] ?? '出了一点问题，请重试'
  return ownFailures[action]?.[code] ?? failure(failedActions[action], code)
}
