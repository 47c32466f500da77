import { Appearance } from '../../miniprogram/look/appearance'
import { messages } from '../../miniprogram/messages/zh-CN'
import { load, render } from '../components/simulated'
import { MemoryStore, world } from '../conversation/fakes'
import { recordConsole } from '../support/ask'
import { WaitingHost } from './waiting-host'

const id = load('pages/photos/photos')

interface Viewer {
  onLoad(query: { id?: string }): void
  onShow(): void
  onResize(): void
  onUnload(): void
  onCrop(): Promise<void>
  onRight(): void
  onAction(): Promise<void>
  onClose(): Promise<void>
}
type Refuse = (options: { fail(reason: object): void }) => void

/** Opens the viewer over one page that was chosen, on a host of these APIs; a screen reader's words are left out. */
function open(more: Record<string, unknown> = {}) {
  const { conversation } = world()
  conversation.tray.add(['one'])
  const program = { conversation, appearance: new Appearance(new MemoryStore()) }
  const windowInfo = { windowWidth: 390, windowHeight: 844, statusBarHeight: 47 }
  Object.assign(wx, {
    getWindowInfo: () => ({ ...windowInfo }),
    getMenuButtonBoundingClientRect: () => ({ top: windowInfo.statusBarHeight + 4, height: 32, left: 296 }),
    editImage: undefined,
    ...more,
  })
  Object.assign(globalThis, { getApp: () => ({ program }), getCurrentPages: () => [] })
  const page = render(id)
  const viewer: Viewer = page.instance
  viewer.onLoad({})
  viewer.onShow()
  return { page, viewer, tray: conversation.tray, windowInfo }
}

/** What the toast was asked to say. */
function said(page: ReturnType<typeof open>['page']): string[] {
  const messagesSaid: string[] = []
  const toast = page.querySelector('#toast')?.instance
  if (toast === undefined) throw new Error('no toast')
  Object.assign(toast, { show: ({ message }: { message: string }) => void messagesSaid.push(message) })
  return messagesSaid
}

beforeEach(() => void recordConsole())
afterEach(() => jest.restoreAllMocks())

describe('The viewer of pages', () => {
  test('measures its head again when the phone is turned', () => {
    const { page, viewer, windowInfo } = open()
    expect(page.data).toMatchObject({ statusBar: 47, capsule: 94 })
    Object.assign(windowInfo, { windowWidth: 844, windowHeight: 390, statusBarHeight: 0 })
    viewer.onResize()
    expect(page.data).toMatchObject({ statusBar: 0, capsule: 548 })
    Object.assign(windowInfo, { windowWidth: 390, windowHeight: 844, statusBarHeight: 47 })
    viewer.onResize()
    expect(page.data).toMatchObject({ statusBar: 47, capsule: 94 })
    viewer.onUnload()
  })

  test.each([
    ['leads back to the chat when what is being drawn is there', false, ['/pages/chat/chat']],
    ['leads nowhere who has left it until then', true, []],
  ])('%s', async (_where, isLeft, led) => {
    const opened: string[] = []
    const { viewer } = open({ reLaunch: ({ url }: { url: string }) => opened.push(url) })
    const closing = viewer.onClose()
    if (isLeft) viewer.onUnload()
    await closing
    expect(opened).toEqual(led)
  })

  test('asks for consent itself, above what it shows, and not on the page below', () => {
    const host = new WaitingHost()
    const { page, viewer } = open({ onNeedPrivacyAuthorization: host.onNeedPrivacyAuthorization })
    const { shown, answers } = host.refusedOn(page)
    expect(shown).toMatchObject({ visible: true })
    expect(answers).toEqual([{ event: 'disagree' }])
    viewer.onUnload()
  })

  const refuses =
    (errMsg: string): Refuse =>
    ({ fail }) =>
      fail({ errMsg })

  test.each<[string, unknown]>([
    ['has none', undefined],
    ['refuses this photo', refuses('editImage:fail internal error')],
    ['does not know the file', refuses('editImage:fail file not exist')],
    ['gives no picture', ({ success }: { success(result: object): void }) => success({})],
    [
      'throws',
      () => {
        throw new Error('not supported')
      },
    ],
  ])('cuts in a frame of its own where the host’s editor %s', async (_, editImage) => {
    const { page, viewer } = open({ editImage })
    const told = said(page)
    await viewer.onCrop()
    expect(page.data).toMatchObject({ cropping: true })
    expect(told).toEqual([])
    viewer.onUnload()
  })

  test('leaves the page as it is where the student leaves the host’s editor', async () => {
    const { page, viewer, tray } = open({ editImage: refuses('editImage:fail cancel') })
    const told = said(page)
    await viewer.onCrop()
    expect([page.data.cropping, tray.photos[0]?.source, told]).toEqual([false, 'one', []])
    viewer.onUnload()
  })

  test('lays what the host’s editor made in its place', async () => {
    const editImage = ({ success }: { success(result: object): void }) => success({ tempFilePath: 'cut' })
    const { page, viewer, tray } = open({ editImage })
    await viewer.onCrop()
    expect([page.data.cropping, tray.photos[0]?.source]).toEqual([false, 'cut'])
    viewer.onUnload()
  })

  test('hands the host’s editor a page as it is turned, and not as it was before its turn was drawn', async () => {
    const edited: string[] = []
    const editImage = ({ src, success }: { src: string; success(result: object): void }) => {
      edited.push(src)
      success({ tempFilePath: 'cut' })
    }
    const { viewer, tray } = open({ editImage })
    const picture = { width: 4, height: 3, src: '', onload: () => undefined }
    const context = { translate() {}, rotate() {}, drawImage() {} }
    Object.assign(wx, {
      createOffscreenCanvas: () => ({ createImage: () => picture, getContext: () => context }),
      canvasToTempFilePath: ({ success }: { success(result: object): void }) =>
        success({ tempFilePath: 'turned' }),
    })
    viewer.onRight()
    const cutting = viewer.onCrop()
    picture.onload()
    await cutting
    expect([edited, tray.photos[0]?.source]).toEqual([['turned'], 'cut'])
    viewer.onUnload()
  })

  test.each([
    ['chooseMedia:fail privacy permission is not authorized', expect.stringContaining('隐私保护指引')],
    ['chooseMedia:fail internal error', messages.composer.notChosen],
  ])('says why a page could not be taken again: %s', async (errMsg, expected) => {
    const { page, viewer, tray } = open({ chooseMedia: refuses(errMsg) })
    const told = said(page)
    await viewer.onAction()
    expect(told).toEqual([expected])
    expect(tray.photos[0]?.source).toBe('one')
    viewer.onUnload()
  })
})
