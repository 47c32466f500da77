import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import sharp, { type Sharp } from 'sharp'
import type { Photograph, Sheet } from './sheets'

const FONTS = { serif: '"Noto Serif CJK SC"', sans: '"Noto Sans CJK SC"' }

/** A free handwriting font as a rule of CSS; of a Chinese one the parts that digits and signs are in. */
function fontFace(family: 'Patrick Hand' | 'Long Cang'): string {
  const name = family.toLowerCase().replace(' ', '-')
  const file = createRequire(__filename).resolve(`@fontsource/${name}/files/${name}-latin-400-normal.woff2`)
  const data = readFileSync(file).toString('base64')
  return `@font-face { font-family: "${family}"; src: url(data:font/woff2;base64,${data}) }`
}

const styleOf = ({ font, hand }: Sheet): string => `
  ${hand === 'none' ? '' : fontFace(hand)}
  body { margin: 0; padding: 40px 48px; width: 760px; background: #fdfdfb; color: #1c1c1c;
    font: 26px/2 ${FONTS[font]}, serif; }
  .hand { font-family: ${hand === 'none' ? 'inherit' : `"${hand}"`}, serif; font-size: 1.15em; color: #23306b; }
  i { font-family: "Liberation Serif", serif; } sup { font-size: 62%; line-height: 0; }
  .fraction { display: inline-flex; flex-direction: column; vertical-align: middle; text-align: center; line-height: 1.2; }
  .fraction span:first-child { border-bottom: 2px solid; padding: 0 4px; }
  .columns { columns: 2; column-gap: 60px; } .columns div:first-child { column-span: all; text-align: center; }
  .grid { display: grid; grid-template-columns: repeat(3, 1fr); } .grid div:first-child { grid-column: 1 / 4; text-align: center; }
  .verticals { display: grid; grid-template-columns: repeat(3, 1fr); row-gap: 40px; }
  .vertical { display: inline-flex; flex-direction: column; text-align: right; line-height: 1.4; }
  .under { border-top: 2px solid #1c1c1c; }
`

/** Draws pages and takes their photographs, all on one page of a browser: a new one for each takes longer than the drawing. */
export interface DrawingBoard {
  draw(sheet: Sheet): Promise<Buffer>
}

export async function openBoard(browser: Browser): Promise<DrawingBoard> {
  const page = await browser.newPage({ viewport: { width: 856, height: 100 }, deviceScaleFactor: 1.6 })
  return {
    async draw(sheet) {
      const rows = sheet.lines.map(({ html }) => `<div>${html}</div>`).join('')
      await page.setContent(
        `<!doctype html><meta charset="utf-8"><style>${styleOf(sheet)}</style><div class="${sheet.layout}">${rows}</div>`,
      )
      return photographed(await page.screenshot({ type: 'png', fullPage: true }), sheet.photograph)
    },
  }
}

/** By how much the pixels are turned, so that what EXIF tells makes them upright again. */
const AGAINST_EXIF = { 1: 0, 3: 180, 6: 270, 8: 90 } as const

/** Pixels between two steps that sharp would else take in an order of its own. */
async function pixels(picture: Sharp): Promise<Sharp> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return sharp(data, { raw: { width, height, channels } })
}

async function photographed(png: Buffer, taken: Photograph): Promise<Buffer> {
  const { turned, blurred, light, isShaded, quality, exif } = taken
  let picture = await pixels(sharp(png).rotate(turned, { background: '#8d8778' }).linear(light, 0))
  if (isShaded) {
    const shade = shadeFor(await picture.metadata())
    picture = await pixels(picture.composite([{ input: shade, blend: 'multiply' }]))
  }
  if (blurred > 0) picture = await pixels(picture.blur(blurred))
  return picture.rotate(AGAINST_EXIF[exif]).withMetadata({ orientation: exif }).jpeg({ quality }).toBuffer()
}

/** Light that falls off from one corner to the other, as large as the turned page. */
function shadeFor({ width, height }: { width: number; height: number }): Buffer {
  return Buffer.from(
    `<svg width="${width}" height="${height}"><linearGradient id="shade" x2="1" y2="1"><stop stop-color="#fff"/>` +
      `<stop offset=".45" stop-color="#e8e4d8"/><stop offset=".6" stop-color="#8a8577"/><stop offset="1" stop-color="#767060"/>` +
      `</linearGradient><rect width="${width}" height="${height}" fill="url(#shade)"/></svg>`,
  )
}
