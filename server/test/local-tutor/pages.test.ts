import sharp, { type Sharp } from 'sharp'
import { createLocalTutor, type LocalTutor } from '../../src/model/local-tutor'
import type { ModelImage } from '../../src/model/model'
import { ask, page } from './tutor'

/** A page takes a second or two; on a machine that does other things too, much longer. */
jest.setTimeout(600_000)
const PATIENT = { sleep: async () => undefined, pageLimit: 300_000 }

let tutor: LocalTutor

beforeAll(() => {
  tutor = createLocalTutor(PATIENT)
})
afterAll(() => tutor.close())

const answers = (text: string): string[] =>
  [...text.matchAll(/\*\*答案：\*\*(.+)/g)].map((match) => match[1] ?? '')

test.each([
  'arithmetic-linear.png',
  'arithmetic-linear.jpg',
  'arithmetic-linear.webp',
  'arithmetic-linear-photo.jpg',
])('the sums and the equation of %s are read and worked out', async (name) => {
  const { text, events } = await ask(tutor, { images: [page(name)] })
  expect(events.slice(0, 2)).toEqual([
    { type: 'stage', stage: 'reading_images' },
    { type: 'stage', stage: 'thinking' },
  ])
  expect(text).toContain('> 七年级数学家庭作业')
  expect(text).toContain('(3 + 5) \\times 6 - 18 \\div 3')
  expect(answers(text)).toEqual(['$42$', '$3.5$', '$x = 5$'])
})

test('a lost power and an indented system are read and worked out', async () => {
  const { text } = await ask(tutor, {
    question: '请看看这道题怎么做',
    images: [page('quadratic-system.png')],
  })
  expect(text).toContain('$$x^{2} - 5x + 6 = 0$$')
  expect(text).toContain('$x_1 = 3$，$x_2 = 2$')
  expect(text).toContain('\\begin{cases} x = 3 \\\\ y = 1 \\end{cases}')
  expect(text).not.toContain('没有作答')
})

test('a page with a word problem is quoted and left alone', async () => {
  const { text } = await ask(tutor, { images: [page('word-problem.png')] })
  expect(text).toContain('小明现在一共有多少')
  expect(text).toContain('没有作答')
  expect(text).not.toContain('OPENAI')
  expect(text).not.toContain('答案')
})

test('pages are answered in their order, beside the typed question', async () => {
  const images = [page('quadratic-system.png'), page('arithmetic-linear.jpg')]
  const { text } = await ask(tutor, { question: '7×8', images })
  expect(text.indexOf('第 1 张图片')).toBeLessThan(text.indexOf('第 2 张图片'))
  expect(answers(text)).toEqual(['$56$', '$x_1 = 3$，$x_2 = 2$', '方程组的解是', '$42$', '$3.5$', '$x = 5$'])
})

test('an image that cannot be opened is told in honest words, and the next page is read all the same', async () => {
  const broken = { mime: 'image/png' as const, bytes: Buffer.from('\x89PNG\r\n\x1a\nno picture at all') }
  const { text } = await ask(tutor, { images: [broken, page('arithmetic-linear.png')] })
  expect(text).toContain('**第 1 张图片：**这张图片打不开')
  expect(answers(text)).toHaveLength(3)
})

test('a picture of more than 40 megapixels is refused by its header, before anything of it is decoded', async () => {
  const bytes = Buffer.from(page('arithmetic-linear.png').bytes)
  bytes.writeUInt32BE(8000, 16)
  bytes.writeUInt32BE(5001, 20)
  const { text } = await ask(tutor, {
    images: [{ mime: 'image/png', bytes }, page('arithmetic-linear.png')],
  })
  expect(text).toContain('**第 1 张图片：**这张图片的尺寸太大了（超过 4000 万像素）')
  expect(answers(text)).toHaveLength(3)
})

test('an abort ends the reading at once, and the next page is read by a new reader', async () => {
  const fresh = createLocalTutor(PATIENT)
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 20)
  const { events } = await ask(fresh, { images: [page('word-problem.png')], signal: controller.signal })
  expect(events).toEqual([{ type: 'stage', stage: 'reading_images' }])
  expect(answers((await ask(fresh, { images: [page('arithmetic-linear.png')] })).text)).toHaveLength(3)
  await fresh.close()
})

test('a page that takes too long is given up', async () => {
  const hurried = createLocalTutor({ sleep: async () => undefined, pageLimit: 1 })
  const { text } = await ask(hurried, { images: [page('arithmetic-linear.png')] })
  expect(text).toContain('没有读完')
  await hurried.close()
})

test('answers at the same time wait for the one reader', async () => {
  const all = await Promise.all(
    ['arithmetic-linear.png', 'quadratic-system.png', 'word-problem.png'].map((name) =>
      ask(tutor, { images: [page(name)] }),
    ),
  )
  expect(all.map(({ text }) => answers(text).length)).toEqual([3, 2, 0])
})

/** Another picture of the same page. */
const changed = async (name: string, change: (picture: Sharp) => Sharp): Promise<ModelImage> => ({
  mime: 'image/jpeg',
  bytes: await change(sharp(page(name).bytes))
    .jpeg({ quality: 80 })
    .toBuffer(),
})

test.each([
  ['on its side', (picture: Sharp) => picture.rotate(90)],
  ['on its other side', (picture: Sharp) => picture.rotate(270)],
  ['on its head', (picture: Sharp) => picture.rotate(180)],
  ['a little askew', (picture: Sharp) => picture.rotate(4, { background: '#777777' })],
  ['turned as EXIF tells', (picture: Sharp) => picture.rotate(270).withMetadata({ orientation: 6 })],
  ['dim', (picture: Sharp) => picture.linear(0.35, 0)],
  ['a little out of focus', (picture: Sharp) => picture.blur(1.2)],
])('a page that is %s is read', async (_, change) => {
  const { text } = await ask(tutor, { images: [await changed('arithmetic-linear.png', change)] })
  expect(answers(text)).toEqual(['$42$', '$3.5$', '$x = 5$'])
})

test('a marked exercise has its box on the page as it is shown, which way ever that is turned', async () => {
  const { signal } = new AbortController()
  const boxOf = async (image: ModelImage): Promise<readonly number[]> =>
    (await tutor.correct([image], '', signal))?.items[0]?.box ?? []
  const [x = 0, y = 0, width = 0, height = 0] = await boxOf(page('arithmetic-linear.png'))
  const onItsHead = await boxOf(await changed('arithmetic-linear.png', (picture) => picture.rotate(180)))
  const expected = [1 - x - width, 1 - y - height, width, height]
  expect(Math.max(...onItsHead.map((value, index) => Math.abs(value - (expected[index] ?? 0))))).toBeLessThan(
    0.02,
  )
})

test.each([
  ['too small', (picture: Sharp) => picture.resize({ width: 110 })],
  ['far out of focus', (picture: Sharp) => picture.blur(9)],
])('a page that is %s is told as such, and nothing of it is quoted', async (_, change) => {
  const { text } = await ask(tutor, { images: [await changed('arithmetic-linear.png', change)] })
  expect(text).toMatch(/太小|模糊|没有在上面读到文字/)
  expect(text).not.toContain('>')
  expect(answers(text)).toEqual([])
})
