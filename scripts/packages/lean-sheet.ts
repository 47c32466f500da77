import path from 'node:path'
import { transform } from 'esbuild'
import postcss from 'postcss'

/** A template, style sheet or WXS as it is shipped: the same without comments, indentation and last semicolons. */
export async function leanSheet(place: string, text: string): Promise<string> {
  switch (path.extname(place)) {
    case '.wxss':
      return leanStyle(text)
    case '.wxml':
      return text.replace(/<!--[\s\S]*?-->/g, '').replace(/\n\s+/g, '\n')
    case '.wxs':
      return leanScript(text)
    default:
      return text
  }
}

function leanStyle(text: string): string {
  const sheet = postcss.parse(text)
  sheet.walkComments((comment) => {
    comment.remove()
  })
  sheet.walk((node) => {
    node.raws.before = node.type === 'rule' || node.type === 'atrule' ? '\n' : ''
    if (node.type === 'decl') node.raws.between = ':'
    else {
      node.raws.after = ''
      node.raws.semicolon = false
    }
    if (node.type === 'rule') {
      node.raws.between = ''
      node.selector = node.selectors.join(',')
    }
  })
  return `${sheet.toString().trim()}\n`
}

/** WXS is ECMAScript 5 and less: nothing is written another way, names and spaces get short. */
async function leanScript(text: string): Promise<string> {
  const { code } = await transform(text, {
    format: 'cjs',
    target: 'es5',
    minifyWhitespace: true,
    minifyIdentifiers: true,
    charset: 'utf8',
  })
  return code
}
