import {
  answeredSum,
  english,
  fractions,
  type PrintedLine,
  printedExercise,
  quadratic,
  sum,
  verticalSum,
  words,
} from './exercises'
import { type Random, randomOf } from './random'

/** How a page comes to the reader, after it was printed. */
export interface Photograph {
  /** Degrees by which it is turned, clockwise. */
  turned: number
  /** Standard deviation in pixels. */
  blurred: number
  /** The part of the light that is left, 0 to 1. */
  light: number
  isShaded: boolean
  /** JPEG's, 1 to 100. */
  quality: number
  /** The orientation that EXIF tells of it (1: upright); the pixels are turned so that it is upright when shown. */
  exif: 1 | 3 | 6 | 8
}

/** A page with what it says. */
export interface Sheet {
  kind: string
  seed: number
  layout: 'plain' | 'columns' | 'grid' | 'verticals'
  font: 'serif' | 'sans'
  hand: 'none' | 'Patrick Hand' | 'Long Cang'
  /** In the order in which they are read. */
  lines: PrintedLine[]
  photograph: Photograph
}

const CLEAN: Photograph = { turned: 0, blurred: 0, light: 1, isShaded: false, quality: 90, exif: 1 }

const many = <Value>(count: number, make: (number: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index + 1))

const printed = (random: Random): PrintedLine[] => [
  words(random.of(['七年级数学家庭作业', '五年级数学练习', '第三单元测试题', '暑假作业第八页'])),
  ...many(random.whole(4, 7), (number) =>
    random.percent(20) ? quadratic(random, number) : printedExercise(random, number),
  ),
]

const photographed = (random: Random): Photograph => ({
  turned: random.whole(-6, 6),
  blurred: random.of([0, 0.6, 1, 1.4]),
  light: random.of([1, 0.75, 0.5, 0.35]),
  isShaded: random.percent(50),
  quality: random.of([40, 60, 80]),
  exif: 1,
})

type Draft = Pick<Sheet, 'lines'> & Partial<Sheet>

/** Each kind of page, how many of it there are, and how one is drawn. */
const KINDS: readonly { kind: string; count: number; draw: (random: Random, index: number) => Draft }[] = [
  { kind: 'printed', count: 12, draw: (random) => ({ lines: printed(random) }) },
  {
    kind: 'photographed',
    count: 20,
    draw: (random) => ({ lines: printed(random), photograph: photographed(random) }),
  },
  {
    kind: 'EXIF 3, 6, 8',
    count: 6,
    draw: (random, index) => ({
      lines: printed(random),
      photograph: { ...CLEAN, quality: 60, exif: ([3, 6, 8] as const)[index % 3] ?? 3 },
    }),
  },
  {
    kind: 'on its side, on its head',
    count: 6,
    draw: (random, index) => ({
      lines: printed(random),
      photograph: { ...CLEAN, quality: 60, turned: [90, 180, 270][index % 3] ?? 90 },
    }),
  },
  {
    kind: 'two columns',
    count: 6,
    draw: (random) => ({
      layout: 'columns',
      lines: [words('数学单元练习（两栏）'), ...many(10, (number) => ({ ...sumLine(random, number) }))],
    }),
  },
  {
    kind: 'fractions',
    count: 6,
    draw: (random) => ({ lines: many(5, (number) => fractions(random, number)) }),
  },
  {
    kind: 'vertical sums',
    count: 6,
    draw: (random) => ({
      layout: 'verticals',
      hand: 'Patrick Hand',
      lines: many(6, () => verticalSum(random)),
    }),
  },
  {
    kind: 'mental arithmetic',
    count: 12,
    draw: (random, index) => ({
      layout: 'grid',
      hand: index % 2 === 0 ? 'Patrick Hand' : 'none',
      lines: [words('口算练习'), ...many(24, () => answeredSum(random))],
      ...(index % 4 === 3 ? { photograph: photographed(random) } : {}),
    }),
  },
  {
    kind: 'handwriting',
    count: 8,
    draw: (random, index) => ({
      hand: index % 2 === 0 ? 'Patrick Hand' : 'Long Cang',
      lines: many(8, () => handwritten(answeredSum(random))),
    }),
  },
  { kind: 'English', count: 6, draw: (random) => ({ lines: many(6, (number) => english(random, number)) }) },
]

const handwritten = (line: PrintedLine): PrintedLine => ({
  ...line,
  html: `<span class="hand">${line.text}</span>`,
})

function sumLine(random: Random, number: number): PrintedLine {
  const text = `${number}. ${sum(random).text}`
  return { html: text, text, isExercise: true }
}

/** All pages; the same ones each time. */
export function sheets(): Sheet[] {
  return KINDS.flatMap(({ kind, count, draw }, place) =>
    many(count, (number) => {
      const seed = 1000 * (place + 1) + number
      const random = randomOf(seed)
      const font = random.of(['serif', 'sans'] as const)
      const own = draw(random, number - 1)
      return { kind, seed, layout: 'plain' as const, font, hand: 'none' as const, photograph: CLEAN, ...own }
    }),
  )
}

/** So many lines tell how a page of its kind is read; one with fractions takes as long as four others, and columns need their rows. */
const BRIEF: Record<string, number> = { fractions: 1, 'two columns': 11 }
/** Lines of a page of any other kind. */
const FIRST_LINES = 4

/** The same page with its first lines only. */
export const brief = (sheet: Sheet): Sheet => ({
  ...sheet,
  lines: sheet.lines.slice(0, BRIEF[sheet.kind] ?? FIRST_LINES),
})
