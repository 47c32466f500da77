import { messages } from '../../messages/zh-CN'

const signs = messages.welcome.subjects

/** The subjects by their names in the contract: the character of the label, and the word. */
export const subjects = {
  math: { sign: signs.math, name: '数学' },
  chinese: { sign: signs.chinese, name: '语文' },
  english: { sign: signs.english, name: '英语' },
  physics: { sign: signs.physics, name: '物理' },
  chemistry: { sign: signs.chemistry, name: '化学' },
  biology: { sign: signs.biology, name: '生物' },
  history: { sign: signs.history, name: '历史' },
  geography: { sign: signs.geography, name: '地理' },
  politics: { sign: signs.politics, name: '政治' },
  other: { sign: signs.other, name: '其他' },
} as const
