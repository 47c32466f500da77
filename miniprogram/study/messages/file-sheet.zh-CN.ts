/** What a student reads where a file is handed over. */
export const fileSheetMessages = {
  close: '关闭',
  making: '正在准备…',
  /** For who does not see the buttons come. */
  made: '准备好了',
  send: '发给微信好友或文件传输助手',
  save: '保存到电脑',
  copy: '复制成文字',
  pictures: '存成图片',
  drawing: '正在画…',
  notDrawn: '没能画成图片，请再试一次',
  notSent: '没有发出去，请再试一次',
  notSaved: '没有保存到电脑，请再试一次',
  copied: '已复制',
  notCopied: '没有复制成功',
} as const
