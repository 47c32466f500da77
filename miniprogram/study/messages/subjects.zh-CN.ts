/** The subjects by their names in the contract: the character of the label, and the word. */
export const subjects = {
  math: { sign: '数', name: '数学' },
  chinese: { sign: '语', name: '语文' },
  english: { sign: '英', name: '英语' },
  physics: { sign: '物', name: '物理' },
  chemistry: { sign: '化', name: '化学' },
  biology: { sign: '生', name: '生物' },
  history: { sign: '史', name: '历史' },
  geography: { sign: '地', name: '地理' },
  politics: { sign: '政', name: '政治' },
  other: { sign: '他', name: '其他' },
} as const
