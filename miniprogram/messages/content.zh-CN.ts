/** The words around an answer's text, apart from all others: they travel with it into other mini-programs. */
export const contentMessages = {
  /** Of the box that a result stands in: what a reader hears, and the sign in the margin. */
  result: '答案',
  resultSign: '答',
  code: '代码',
  copy: '复制',
  copyCode: '复制代码',
  image: '图片',
  codeCopied: '已复制代码',
  linkCopied: '链接已复制，请在浏览器中打开',
  formulaCopied: '已复制公式（LaTeX）',
  notCopied: '没有复制成功',
}
