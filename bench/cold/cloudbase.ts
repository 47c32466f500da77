import { existsSync } from 'node:fs'
import path from 'node:path'
import { buildSync } from 'esbuild'

/** Where the component lies in a checkout of TencentCloudBase/cloudbase-agent-ui. */
const COMPONENT = 'apps/miniprogram-agent-ui/miniprogram/components/agent-ui/wd-markdown'

/** Sets `content` in the page, renders it with the component's own markdown-it, and parses that with its own mp-html. */
const ENTRY = `
let options
globalThis.Component = (given) => { options = given }
require('./index.js')
const Parser = require('./mp-html/parser.js')
exports.createCloudbase = () => {
  let html = ''
  const component = {
    ...options.methods,
    data: { options: {}, markdown: '' },
    properties: {},
    plugins: [],
    imgList: [],
    setData(patch) {
      if (patch.__html !== undefined) html = patch.__html
      Object.assign(this.data, patch)
    },
    triggerEvent() {},
  }
  component.init()
  return (text) => {
    component.data.markdown = text
    options.observers.markdown.call(component)
    return [{ 'chatRecords[1].content': text, chatStatus: 3 }, { __html: html }, { nodes: new Parser(component).parse(html) }]
  }
}`

/** Makes one script of CloudBase's chat component in that checkout; false where there is none. */
export function bundleCloudbase(checkout: string | undefined, outfile: string): boolean {
  const folder = checkout && path.join(checkout, COMPONENT)
  if (!folder || !existsSync(folder)) return false
  buildSync({
    stdin: { contents: ENTRY, resolveDir: folder, loader: 'js' },
    bundle: true,
    format: 'cjs',
    outfile,
    logLevel: 'silent',
  })
  return true
}
