import { HostFailure } from '../../miniprogram/platform/ports'
import { fileByText, savedFile } from '../../miniprogram/platform/wx-canvas-file'
import { recordConsole } from '../support/ask'
import { installWx } from '../support/fake-wx'

const FOLDER = 'wxfile://usr'
const JPEG = 'data:image/jpeg;base64,/9j/4AAQ'

type Write = { filePath: string; data: string; encoding: string; success(): void }
type Save = { success(result: { tempFilePath: string }): void; fail(reason: { errMsg: string }): void }

/** A canvas off the screen; `text`: what it says of itself as an address. */
function canvas(text: string | null = JPEG, width = 1500, height = 2000) {
  const asked: unknown[] = []
  const toDataURL = (...given: unknown[]) => {
    asked.push(given)
    return text ?? ''
  }
  const drawn = {
    width,
    height,
    getContext: () => {
      throw new Error('nothing is drawn any more')
    },
    createImage: () => {
      throw new Error('nothing is read any more')
    },
  }
  return { asked, canvas: text === null ? drawn : { ...drawn, toDataURL } }
}

/** A phone with a folder of the program's own, whose host saves canvases as `save` says. */
function phone(save: ((options: Save) => void) | undefined, already: string[] = []) {
  const files = new Map<string, Write | undefined>(already.map((name) => [`${FOLDER}/${name}`, undefined]))
  const manager = {
    writeFile(options: Write) {
      files.set(options.filePath, options)
      options.success()
    },
    readdirSync: (folder: string) => [...files.keys()].map((path) => path.slice(folder.length + 1)),
    unlinkSync: (path: string) => void files.delete(path),
  }
  installWx({
    env: { USER_DATA_PATH: FOLDER },
    getFileSystemManager: () => manager,
    canvasToTempFilePath: save,
  })
  return { files, manager }
}

const refuses = ({ fail }: Save) => fail({ errMsg: 'canvasToTempFilePath:fail:fail canvas is empty' })

beforeEach(() => void recordConsole())
afterEach(() => jest.restoreAllMocks())

describe('What is drawn on a canvas off the screen', () => {
  test('is saved by the host where the host does it, and is not made text of', async () => {
    const { files } = phone(({ success }) => success({ tempFilePath: 'tmp/a.jpg' }))
    const { canvas: drawn, asked } = canvas()
    expect(await savedFile(drawn)).toBe('tmp/a.jpg')
    expect([files.size, asked.length]).toEqual([0, 0])
  })

  test.each<[string, ((options: Save) => void) | undefined]>([
    ['refuses such a canvas', refuses],
    [
      'throws',
      () => {
        throw new Error('canvas is no component')
      },
    ],
    ['has no such call', undefined],
  ])(
    'becomes a file of the program’s own, a JPEG of the same quality, where the host %s',
    async (_, save) => {
      const { files } = phone(save)
      const { canvas: drawn, asked } = canvas()
      const path = await savedFile(drawn)
      expect(path).toMatch(/^wxfile:\/\/usr\/drawn-\d+\.jpeg$/)
      expect(files.get(path)).toMatchObject({ data: '/9j/4AAQ', encoding: 'base64' })
      expect(asked).toEqual([['image/jpeg', 0.88]])
    },
  )

  test('is named by what the host wrote, which may be PNG whatever it was asked for', async () => {
    phone(refuses)
    expect(await savedFile(canvas('data:image/png;base64,iVBORw0').canvas)).toMatch(/\.png$/)
  })

  test.each<[string, ReturnType<typeof canvas>]>([
    ['has no such text', canvas(null)],
    ['gives an empty one', canvas('data:,')],
    ['gives one without an end', canvas('data:image/jpeg;base64,')],
  ])('is no file where the canvas %s', async (_, { canvas: drawn }) => {
    const { files } = phone(refuses)
    await expect(savedFile(drawn)).rejects.toBeInstanceOf(HostFailure)
    expect(files.size).toBe(0)
  })

  test('is not made text of where it is larger than anything that the program draws', async () => {
    phone(refuses)
    const { canvas: drawn, asked } = canvas(JPEG, 4000, 3000)
    await expect(savedFile(drawn)).rejects.toBeInstanceOf(HostFailure)
    expect(asked).toEqual([])
  })

  test('has a name of its own, also at the same moment, and after the date was set back', async () => {
    const later = Date.now() + 1_000_000
    const { files } = phone(refuses, [`drawn-${later}.jpeg`])
    const paths = await Promise.all([1, 2, 3].map(() => fileByText(canvas().canvas)))
    expect(paths).toEqual([1, 2, 3].map((more) => `${FOLDER}/drawn-${later + more}.jpeg`))
    expect(files.size).toBe(4)
  })

  test('takes no more of the phone than the newest sixty, and nothing of what else is kept there', async () => {
    const old = Array.from({ length: 60 }, (_, at) => `drawn-${at + 1}.jpeg`)
    const { files } = phone(refuses, ['speech-0.mp3', ...old])
    await fileByText(canvas().canvas)
    await fileByText(canvas().canvas)
    expect(files.size).toBe(61)
    expect([1, 2, 3].map((at) => files.has(`${FOLDER}/drawn-${at}.jpeg`))).toEqual([false, false, true])
    expect(files.has(`${FOLDER}/speech-0.mp3`)).toBe(true)
  })

  test('is written also where the folder cannot be looked into', async () => {
    const { files, manager } = phone(refuses)
    manager.readdirSync = () => {
      throw new Error('readdirSync:fail')
    }
    await fileByText(canvas().canvas)
    expect(files.size).toBe(1)
  })
})
