/**
 * Draws the homework pages in `server/test/fixtures/pages` with a browser. They are committed, so this runs only
 * when a page changes: `npx tsx scripts/make-page-fixtures.ts` (CHROMIUM gives the browser, /usr/bin/chromium else).
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Browser, chromium } from 'playwright-core'

type ImageType = 'png' | 'jpeg' | 'webp'

interface PageFixture {
  name: string
  types: ImageType[]
  /** Whether a photograph of it is made, too. */
  photographed?: boolean
  title: string
  /** Inner HTML of one paragraph each, as a print shop would set it. */
  paragraphs: string[]
}

const PAGES: PageFixture[] = [
  {
    name: 'arithmetic-linear',
    types: ['png', 'jpeg', 'webp'],
    photographed: true,
    title: '七年级数学家庭作业',
    paragraphs: ['1. 计算：(3 + 5) × 6 − 18 ÷ 3 = ', '2. 计算：0.25 × 8 + 1.5 = ', '3. 解方程：3x + 7 = 22'],
  },
  {
    name: 'quadratic-system',
    types: ['png'],
    title: '九年级数学练习题',
    paragraphs: [
      '1. 解方程：<i>x</i><sup>2</sup> − 5<i>x</i> + 6 = 0',
      '2. 解方程组：',
      '<span class="step">2<i>x</i> + <i>y</i> = 7</span>',
      '<span class="step"><i>x</i> − <i>y</i> = 2</span>',
    ],
  },
  {
    name: 'word-problem',
    types: ['png'],
    title: '五年级数学应用题',
    paragraphs: ['小明有 12 支铅笔，送给小红 3 支，又买了 5 支，', '小明现在一共有多少支铅笔？'],
  },
]

const STYLE = `
  body { margin: 0; padding: 36px 44px; width: 612px; background: #fdfdfb; color: #1c1c1c;
    font: 26px/1.9 "Noto Serif CJK SC", serif; }
  h1 { font-size: 28px; text-align: center; margin: 0 0 20px; }
  p { margin: 0 0 8px; }
  i { font-family: "Liberation Serif", "Times New Roman", serif; }
  sup { font-size: 62%; line-height: 0; margin-left: 2px; }
  .step { padding-left: 3em; }
`

function html({ title, paragraphs }: PageFixture): string {
  const body = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('')
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><h1>${title}</h1>${body}`
}

/** A screenshot is PNG or JPEG; WebP is made of the PNG by the browser's canvas. */
async function draw(browser: Browser, fixture: PageFixture, type: ImageType): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 700, height: 100 }, deviceScaleFactor: 1.5 })
  try {
    await page.setContent(html(fixture))
    if (type !== 'webp') {
      return await page.screenshot({ type, fullPage: true, ...(type === 'jpeg' ? { quality: 82 } : {}) })
    }
    const png = await page.screenshot({ type: 'png', fullPage: true })
    const dataUrl = await page.evaluate(TO_WEBP.replace('PNG', png.toString('base64')))
    return Buffer.from(String(dataUrl).split(',')[1] ?? '', 'base64')
  } finally {
    await page.close()
  }
}

/** The page as a telephone sees it: a little askew, out of focus and half in the shade. */
async function photograph(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 560 } })
  try {
    await page.setContent(`
      <body style="margin: 10px; background: linear-gradient(120deg, #e8e4d8, #b9b4a6)">
      <img style="width: 1000px; mix-blend-mode: multiply; filter: blur(.5px) contrast(.7);
        transform: rotate(-.7deg) perspective(900px) rotateY(4deg)"
        src="data:image/png;base64,${png.toString('base64')}">`)
    return await page.screenshot({ type: 'jpeg', quality: 70 })
  } finally {
    await page.close()
  }
}

/** Runs in the browser; as text, since this project's scripts are compiled without the DOM's types. */
const TO_WEBP = `(async () => {
  const image = new Image()
  image.src = 'data:image/png;base64,PNG'
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.width
  canvas.height = image.height
  canvas.getContext('2d').drawImage(image, 0, 0)
  return canvas.toDataURL('image/webp', 0.85)
})()`

async function save(file: string, bytes: Buffer): Promise<void> {
  await writeFile(file, bytes)
  console.log(`${file}: ${bytes.length} bytes`)
}

async function main(): Promise<void> {
  const { CHROMIUM = '/usr/bin/chromium' } = process.env
  const folder = path.join(__dirname, '..', 'server', 'test', 'fixtures', 'pages')
  await mkdir(folder, { recursive: true })
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox'],
  })
  try {
    for (const fixture of PAGES) {
      for (const type of fixture.types) {
        const file = path.join(folder, `${fixture.name}.${type === 'jpeg' ? 'jpg' : type}`)
        const bytes = await draw(browser, fixture, type)
        await save(file, bytes)
        if (type === 'png' && fixture.photographed === true) {
          await save(path.join(folder, `${fixture.name}-photo.jpg`), await photograph(browser, bytes))
        }
      }
    }
  } finally {
    await browser.close()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
