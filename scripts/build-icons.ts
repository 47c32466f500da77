import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { FAMILY, type IconGlyph, makeIconFont } from './icon-font'
import { libraryIconUses, ownIconUses } from './icon-names'
import { createIconOutliner } from './icon-outlines'

/** Where the font is written, in the program's folder. Generated and git-ignored. */
export const ICON_SHEET = 'icons.wxss'

/** TDesign's own sheet: 2,352 classes, and a font from its CDN. project.config.json keeps it out of the package. */
export const LIBRARY_ICON_SHEET = 'miniprogram_npm/tdesign-miniprogram/icon/icon.wxss'

/** An icon of the program is none of TDesign's, or cannot be looked for; the message names it and where it stands. */
export class IconError extends Error {
  override readonly name = 'IconError'
}

/**
 * Writes {@link ICON_SHEET}: TDesign's icons, cut to those that the program in `root/miniprogram` shows, as a font in the
 * package. Does nothing where the sheet has them already. Throws {@link IconError}.
 * @param root the repository's root folder
 */
export async function buildIcons(root: string): Promise<void> {
  const program = path.join(root, 'miniprogram')
  const sheet = path.join(program, ICON_SHEET)
  const codePoints = libraryCodePoints(root)
  const names = iconsIn(program, codePoints)
  const head = `/* Written by scripts/build-icons.ts from TDesign's icons (MIT): ${names.join(' ')} */`
  if (existsSync(sheet) && readFileSync(sheet, 'utf8').startsWith(head)) return
  const drawings = libraryDrawings(root)
  const outline = await createIconOutliner()
  const glyphs = names.map((name): IconGlyph => {
    const [drawing, codePoint] = [drawings[name]?.body, codePoints.get(name)]
    if (drawing === undefined || codePoint === undefined)
      throw new IconError(`${name} is not in @iconify-json/tdesign`)
    try {
      return { name, codePoint, outline: outline(drawing) }
    } catch (error) {
      throw new IconError(`${name} cannot be made a character: ${String(error)}`)
    }
  })
  writeFileSync(sheet, `${head}\n${rules(glyphs)}`)
  console.log(`built for the mini-program: a font of ${names.length} icons`)
}

/** Names of all icons that the program shows, sorted. Throws {@link IconError}. */
export function iconsIn(program: string, library: ReadonlyMap<string, number>): string[] {
  const { uses, hidden } = ownIconUses(program)
  if (hidden.length > 0)
    throw new IconError(
      `icons whose names the build cannot find (give what holds them a name that ends in "icon"):\n${hidden.join('\n')}`,
    )
  const unknown = uses.filter(({ name }) => !library.has(name))
  if (unknown.length > 0)
    throw new IconError(
      `not in TDesign's set:\n${unknown.map(({ name, file }) => `${name} in ${file}`).join('\n')}`,
    )
  const all = [...uses, ...libraryIconUses(program, (name) => library.has(name))]
  return [...new Set(all.map(({ name }) => name))].sort()
}

/** TDesign's icons by name, each with the character that its component writes for it. */
export function libraryCodePoints(root: string): Map<string, number> {
  const folder = path.dirname(fromRoot(root)('tdesign-miniprogram/package.json'))
  const sheet = readFileSync(path.join(folder, 'miniprogram_dist', 'icon', 'icon.wxss'), 'utf8')
  const classes = sheet.matchAll(/\.t-icon-([a-z0-9-]+)::?before\{content:['"]\\([0-9a-f]+)['"]/gi)
  return new Map([...classes].map(([, name = '', point = '']) => [name, Number.parseInt(point, 16)]))
}

/** Finds the files of packages that the repository depends on. */
const fromRoot = (root: string): ((file: string) => string) =>
  createRequire(path.join(root, 'package.json')).resolve

function libraryDrawings(root: string): Record<string, { body: string } | undefined> {
  const file = fromRoot(root)('@iconify-json/tdesign/icons.json')
  const set: { icons: Record<string, { body: string }> } = JSON.parse(readFileSync(file, 'utf8'))
  return set.icons
}

/**
 * What TDesign's component needs of its sheet, with our font. In the app's sheet, which reaches it since its styles are
 * `apply-shared`.
 */
function rules(glyphs: readonly IconGlyph[]): string {
  const font = `url(data:font/woff;base64,${makeIconFont(glyphs).toString('base64')}) format("woff")`
  return `@font-face{font-family:${FAMILY};font-weight:400;font-style:normal;src:${font}}
.t-icon{font-family:${FAMILY}!important}
.t-icon-base{display:block;font-style:normal;font-weight:400;font-variant:normal;text-transform:none;line-height:1;text-align:center;-webkit-font-smoothing:antialiased}
.t-icon--image{width:100%;height:100%}
.t-icon__image{vertical-align:top;width:100%;height:100%}
${glyphs.map(({ name, codePoint }) => `.t-icon-${name}:before{content:'\\${codePoint.toString(16)}'}`).join('\n')}
`
}
