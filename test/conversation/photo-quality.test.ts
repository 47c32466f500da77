import { judgePhoto, photoJudge, SAMPLE_SIDE } from '../../miniprogram/conversation/photo-quality'
import { preparedUpload, SENT_SIDE } from '../../miniprogram/conversation/prepared-upload'
import { HostLacks, type PictureSample, type Pictures } from '../../miniprogram/platform/ports'
import { wxLogger } from '../../miniprogram/platform/wx-logger'
import { recordConsole } from '../support/ask'

const COLUMNS = 480
const ROWS = SAMPLE_SIDE

/** A page of lines of writing: bars of ink of a word's length, so and so high, on light paper. */
function page(brightness = 1): PictureSample {
  const luma = new Uint8Array(COLUMNS * ROWS).fill(Math.round(236 * brightness))
  for (let line = 60; line < ROWS - 60; line += 22) {
    for (let column = 50; column < COLUMNS - 60; column += 1) {
      if ((column * 7 + line * 3) % 29 < 9 || column % 4 === 0) continue
      for (let row = line; row < line + 7; row += 1)
        luma[row * COLUMNS + column] = Math.round(40 * brightness)
    }
  }
  return { width: COLUMNS * 3, height: ROWS * 3, columns: COLUMNS, rows: ROWS, luma }
}

function onItsSide({ width, height, columns, rows, luma }: PictureSample): PictureSample {
  const turned = new Uint8Array(luma.length)
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      turned[column * rows + (rows - 1 - row)] = luma[row * columns + column] ?? 0
    }
  }
  return { width: height, height: width, columns: rows, rows: columns, luma: turned }
}

/** Each pixel the mean of those around it, as often as is said. */
function outOfFocus(sample: PictureSample, times: number): PictureSample {
  let { luma } = sample
  for (let time = 0; time < times; time += 1) {
    const next = luma.slice()
    for (let row = 2; row < sample.rows - 2; row += 1) {
      for (let column = 2; column < sample.columns - 2; column += 1) {
        let sum = 0
        for (let down = -2; down <= 2; down += 1) {
          for (let across = -2; across <= 2; across += 1) {
            sum += luma[(row + down) * sample.columns + column + across] ?? 0
          }
        }
        next[row * sample.columns + column] = sum / 25
      }
    }
    luma = next
  }
  return { ...sample, luma }
}

describe('A photo that is looked at before it is sent', () => {
  test.each([
    ['a clear page', page(), undefined],
    ['a page in a dim room', page(0.5), undefined],
    ['a page that lies on its side', onItsSide(page()), 'turned'],
    ['a page out of focus', outOfFocus(page(), 2), 'blurred'],
    ['a page that lies on its side and is out of focus', onItsSide(outOfFocus(page(), 2)), 'blurred'],
    ['a page in the dark', page(0.25), 'dark'],
    ['a page of few pixels', { ...page(), width: 300, height: 400 }, 'small'],
    ['white paper', { ...page(), luma: new Uint8Array(COLUMNS * ROWS).fill(230) }, undefined],
  ] as const)('%s', (_name, sample, finding) => {
    expect(judgePhoto(sample)).toBe(finding)
  })

  test('has nothing against it where the host cannot look', async () => {
    const written = recordConsole()
    const pictures: Pictures = {
      sample: () => Promise.reject(new HostLacks('createOffscreenCanvas')),
      draw: () => Promise.reject(new HostLacks('createOffscreenCanvas')),
    }
    expect(await photoJudge(pictures, wxLogger)('one')).toBeUndefined()
    expect(written.map(({ line }) => line)).toEqual(['a photo was not looked at'])
    jest.restoreAllMocks()
  })
})

describe('A photo on its way', () => {
  const sent: string[] = []
  const upload = (path: string) => {
    sent.push(path)
    return {
      result: Promise.resolve({ id: '1', url: '/api/v1/files/1', width: 1, height: 1, bytes: 1 }),
      abort: () => sent.push(`${path} aborted`),
    }
  }
  const pictures = (width: number, height: number): Pictures => ({
    sample: async () => ({ width, height, columns: 1, rows: 1, luma: new Uint8Array(1) }),
    draw: async (path, _edit, side) => `${path} at ${side}`,
  })
  beforeEach(() => sent.splice(0))

  test('is never larger than the server needs, and never drawn anew for nothing', async () => {
    await preparedUpload(upload, pictures(4000, 3000), wxLogger)('large', () => undefined).result
    await preparedUpload(upload, pictures(1500, SENT_SIDE), wxLogger)('fits', () => undefined).result
    expect(sent).toEqual([`large at ${SENT_SIDE}`, 'fits'])
  })

  test('that is given up while it is drawn is not sent', async () => {
    const started = preparedUpload(upload, pictures(4000, 3000), wxLogger)('large', () => undefined)
    started.abort()
    await expect(started.result).rejects.toMatchObject({ name: 'HostFailure' })
    expect(sent).toEqual([])
  })
})
