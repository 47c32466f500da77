import path from 'node:path'
import { findPackage, readText } from './files'

/** The address of the icon font in the preview. */
export const ICON_FONT_PATH = '/__preview/t.woff'

/**
 * TDesign's icon component loads its font from a CDN, which a preview without network cannot. The same glyphs are
 * in an npm package, at other code points: they are matched by name.
 */
export interface LocalIcons {
  font: string
  /** Rewrites the icon component's style sheet; any other passes as it is. */
  rewrite(css: string, file: string): string
}

export function createLocalIcons(): LocalIcons {
  const folder = path.join(findPackage('tdesign-icons-web-components'), 'esm', 'iconfont')
  const points = new Map<string, string>()
  const glyphs = /glyph-name="([^"]+)"\s+unicode="&#x([0-9A-Fa-f]+);"/g
  for (const [, name, point] of readText(path.join(folder, 't.svg')).matchAll(glyphs)) {
    if (name !== undefined && point !== undefined) points.set(name, point)
  }
  const isIconSheet = /icon[\\/]icon\.wxss$/
  const source = /src:\s*url\(https:\/\/tdesign\.gtimg\.com[\s\S]*?;/
  const content = /(t-icon-([a-z0-9-]+)::?before\s*\{\s*content:\s*['"])\\[0-9a-fA-F]+/g
  const rewrite = (css: string, file: string): string => {
    if (!isIconSheet.test(file)) return css
    return css
      .replace(source, `src:url('${ICON_FONT_PATH}') format('woff');`)
      .replace(content, (whole, head: string, name: string) => {
        const point = points.get(name)
        return point === undefined ? whole : `${head}\\${point}`
      })
  }
  return { font: path.join(folder, 't.woff'), rewrite }
}
