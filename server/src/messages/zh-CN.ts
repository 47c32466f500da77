import type { ErrorBody } from '../../../typings/protocol'

/** What a student reads for each error code, where nothing more exact is known. */
export const errorMessages: Record<ErrorBody['code'], string> = {
  BAD_REQUEST: '请求内容有误，请检查后重试',
  AUTH_ERROR: '请先登录',
  AUTH_EXPIRED: '登录已过期，请重新登录',
  RATE_LIMITED: '操作太频繁了，请稍等一会儿再试',
  CONTENT_REJECTED: '这个问题暂时无法回答，请换一个问题',
  MODEL_UNAVAILABLE: '老师暂时不在，请稍后再试',
  MODEL_TIMEOUT: '老师想得太久了，请重试',
  GENERATION_INTERRUPTED: '回答中断了，可以接着写完',
  SAVE_FAILED: '回答没能保存，请重试',
  STREAM_NOT_FOUND: '没有找到这个回答',
  SUPERSEDED: '这个回答已在别处打开',
  OVERLOADED: '现在提问的人太多，请稍后再试',
  SHUTTING_DOWN: '服务正在更新，马上回来',
  INTERNAL: '服务出了点问题，请稍后再试',
  NOT_FOUND: '没有找到相关内容',
  NOT_CONFIGURED: '这项功能还没有开通',
}

/** Everything else that a student reads, by what it says. */
export const messages = {
  fileMissing: '没有收到图片，请重新选择',
  fileTooLarge: '图片太大了，请选择 10 MB 以内的图片',
  fileNotSaved: '图片暂时存不下来，请稍后再试',
  fileNotImage: '只支持 JPEG、PNG 或 WebP 格式的图片',
  fileForeign: {
    HEIC: '这是 HEIC 格式的照片，暂时读不了。请在手机“设置 → 相机 → 格式”里选“兼容性最佳”后重拍，或截屏后再选',
    AVIF: '这是 AVIF 格式的图片，暂时读不了。请截屏后再选，或另存为 JPEG',
  },
  pagesFull: (megabytes: number) =>
    `存下的图片已经有 ${megabytes} MB，放不下新的了。请先删掉本子里不用的页和错题，再上传`,
  fileBroken: '这张图片打不开，可能没有传完整。请重新拍一张，或截屏后再选',
  fileDimensions: '图片的尺寸太大了，请缩小后再上传',
  bodyTooLarge: '提交的内容太长了',
  loginCodeRejected: '微信登录失败，请重新打开小程序再试',
  loginUnavailable: '微信登录暂时不可用，请稍后再试',
  answersAtOnce: (most: number) => `同时最多写 ${most} 个回答，请等其中一个写完`,
  answersOfADay: (most: number) => `今天的 ${most} 个问题已经问完了，明天零点以后可以接着问`,
  speechOfADay: (most: number) => `今天的 ${most} 次语音已经用完了，明天零点以后可以接着用；现在可以打字提问`,
  sessionUntitled: '新的提问',
  /** Without words, by what was asked for. */
  sessionOf: { solve: '图片提问', hint: '提示', check: '批改作业', similar: '类似的题' },
  userDefaultName: '同学',
  imagesNotFound: (pages: readonly number[]) => `第 ${pages.join('、')} 页已经找不到了，请重新拍或重新选`,
  imageRejected: '老师看不了这些照片，请换成清楚的照片，或把题目打成文字再问',
  tooLong: '这次对话太长，老师读不下了。请开始新对话再问，或少传几页、少写一些',
  notAnswerable: '老师答不了这样的提问，请换个问法，或开始新对话再问',
  sessionNotFound: '没有找到这一页，它可能已经被删除了',
  recording: {
    missing: '没有收到录音，请重新录一次',
    foreign: '只支持 mp3、m4a 或 wav 格式的录音',
    tooLarge: '录音太大了，请控制在 5 MB 以内',
    tooLong: (seconds: number) => `录音太长了，请控制在 ${seconds} 秒以内`,
  },
  mistakeBook: '错题本',
  sheet: {
    solutions: '解答',
    correctAnswer: '正确答案',
    studentAnswer: '当时写的',
    reason: '为什么',
    points: '知识点',
    note: '笔记',
    unknown: '还没有记下',
    empty: '还没有错题。',
    tooLong: (most: number) =>
      `错题太多，一张卷子印不下（最多 ${most} 道），请分科目导出，或先删去已经掌握的`,
  },
  /** The check of content does not answer, and nothing is to go through without it. */
  uncheckable: '现在没法检查文字内容，请稍后再试',
  /** In the place of a text that may not be shown. */
  hiddenText: '（这一段不便显示）',
  /** Without anything that was judged it says so, and why. */
  checkedTitle: (right: number, wrong: number, unanswered: number) => {
    if (right + wrong > 0) return `批改：对 ${right} 错 ${wrong}`
    return unanswered > 0 ? '批改：还没有写' : '批改：没有看清'
  },
  whyStep: (step: string) => `为什么可以${step}？`,
  questionNotFound: '没有找到这道题，它可能已经被删除了',
  mistakeNotFound: '错题本里没有找到这道题',
} as const
