import { createRequire } from 'node:module'
import { join } from 'node:path'

const load = createRequire(__filename)

/** Another way to show the same answer: it parses all of the text anew for each delta and sends all that comes out. */
export interface Peer {
  name: string
  /** What it hands to `setData` for the text so far. */
  parse(text: string): unknown
}

/** `tdesign-miniprogram`'s chat-markdown: the page sets `content`, it does `new Lexer().lex(content)` and `setData({nodes})`. */
function tdesign(): Peer {
  const { Lexer } = load(
    join(__dirname, '../node_modules/tdesign-miniprogram/miniprogram_dist/miniprogram_npm/marked/index.js'),
  )
  return {
    name: 'TDesign chat-markdown',
    parse: (text) => ({ content: text, nodes: new Lexer({}).lex(text) }),
  }
}

/** `towxml(text, 'markdown')`, then `setData({nodes})`. */
function towxml(): Peer {
  const convert = load('towxml')
  return { name: 'towxml', parse: (text) => ({ nodes: convert(text, 'markdown', {}) }) }
}

/**
 * mp-html with its Markdown plugin: Markdown to HTML by its own copy of marked, HTML to nodes by its own parser, then
 * `setData({nodes})`; the page sets `content` before. Its parser asks `wx` for the window's width; nothing else of it needs a phone.
 */
function mpHtml(): Peer {
  Object.assign(globalThis, {
    wx: {
      canIUse: () => true,
      getWindowInfo: () => ({ windowWidth: 375 }),
      getDeviceInfo: () => ({ system: 'iOS 17' }),
    },
  })
  const Parser = load('mp-html/src/miniprogram/parser.js')
  const Markdown = load('mp-html/plugins/markdown/index.js')
  const component = { properties: { markdown: true }, plugins: [] as unknown[], imgList: [] as unknown[] }
  component.plugins.push(new Markdown(component))
  return {
    name: 'mp-html + markdown',
    parse: (text) => ({ content: text, nodes: new Parser(component).parse(text) }),
  }
}

/** The peers, in the order of the report. */
export function peers(): Peer[] {
  return [tdesign(), towxml(), mpHtml()]
}
