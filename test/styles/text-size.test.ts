import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const PROGRAM = join(__dirname, '..', '..', 'miniprogram')

/** Sheets and templates of the program's own views; formulas have sizes of their own, and what checks a device is read by no student. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (['miniprogram_npm', 'math', 'formula', 'icons.wxss'].includes(entry.name)) return []
    if (entry.isDirectory()) return sources(path)
    return /\.wx[sm][sl]$/.test(path) ? [path] : []
  })
}

/**
 * What keeps its size whatever text the student chose (the design, section 2): controls and what stands in one row with them, signs
 * in a margin or on a photo, the largest of a page, and what is no smaller at the smallest choice.
 */
const STAYS: readonly string[] = [
  'app.wxss: page',
  'components/answer-card/answer-card.wxss: .ai .place',
  'components/answer-foot/answer-foot.wxss: .rung-sign .rung-words .second',
  'components/answer-passage/answer-passage.wxss: .lost .code-head .code-text .beyond-sign::after',
  'components/answer-passage/parts.wxss: .sign-exercise .sign-result',
  // The field's hint, which a host never breaks into lines.
  'components/composer/composer.wxml: t-textarea',
  'components/composer/composer.wxss: .mode-name .mistakes .line .send .line-voice .notice',
  'components/exercise-list/exercise-list.wxss: .name .count',
  'components/notebook/notebook.wxss: .top .action .way .server',
  'components/page-photo/page-photo.wxss: .words .plate',
  'components/photo-strip/photo-strip.wxss: .percent .words',
  'components/photo-tray/photo-tray.wxss: .count .how .waits',
  'components/privacy-popup/privacy-popup.wxss: .title',
  'components/reasoning-panel/reasoning-panel.wxss: .head',
  'components/welcome/welcome.wxss: .title .camera-title .camera-hint .tile-title .tile-note .review-begin',
  'pages/chat/chat.wxss: .to-end',
  'pages/photos/photos.wxss: .title .note .tool .order-words .end',
  'study/components/exercise-picture/exercise-picture.wxss: .sign-words',
  'study/components/file-sheet/file-sheet.wxss: .second',
  'study/components/mark-sheet/mark-sheet.wxss: .kept-sign',
  'study/components/marked-page/marked-page.wxss: .ai .count',
  'study/components/marked-photos/marked-photos.wxss: .plate',
  'study/components/page-pane/page-pane.wxss: .turn-name .plate .next-plate',
  'study/components/server-setting/server-setting.wxss: .hint',
  'study/components/verdict-sign/verdict-sign.wxml: view',
  'study/components/week-report/week-report.wxss: .figure-count .numbers .legend',
  'study/pages/me/me.wxss: .erased-title',
  'study/pages/mistakes/mistakes.wxss: .count .swipe-act .minutes',
  'study/pages/review/review.wxss: .progress-at .progress-of .uncover .end-title .second-button .how .rating-name .rating-when',
  'study/styles/chip.wxss: .chip',
  'study/styles/subject-small.wxss: .subject-small',
  'styles/book.wxss: .glyph',
  'styles/button.wxss: .primary-button',
  'styles/dialog.wxss: .clear',
  'styles/due.wxss: .due',
  'styles/page-head.wxss: .title',
  'styles/pair-buttons.wxss: .first .second',
  'styles/subject.wxss: .subject',
]

/** A size of letters that no choice of the student's changes, alone or with the font's name. */
const FIXED = /(?:^|[\s;"])font(?:-size)?:[^;"]*?(?:\d|\}\})r?px/

/** What gives letters such a size, beside a variable's stand-in: of a sheet each selector's last class, of a template the tag. */
function fixed(path: string): string {
  const text = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|var\([^()]*\)/g, '')
  const found = path.endsWith('.wxml')
    ? [...text.matchAll(/<([a-z-]+)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)/g)].flatMap(
        ([, tag = '', attributes = '']) => (FIXED.test(attributes) ? [tag] : []),
      )
    : [...text.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selectors = '', body = '']) =>
        FIXED.test(body) ? selectors.split(',').map((one) => one.trim().split(/\s+/).at(-1) ?? '') : [],
      )
  return [...new Set(found)].join(' ')
}

describe('The size of the text that a student chooses', () => {
  test('is that of all there is to read: only what is named keeps its own', () => {
    const own = sources(PROGRAM).flatMap((path) => {
      const places = fixed(path)
      return places === '' ? [] : [`${relative(PROGRAM, path)}: ${places}`]
    })
    expect(own.sort()).toEqual([...STAYS].sort())
  })

  test('is never in rpx, which grow on a tablet', () => {
    const grow = sources(PROGRAM).filter((path) =>
      /\drpx/.test(readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')),
    )
    expect(grow).toEqual([])
  })
})
