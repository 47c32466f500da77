import { settle } from '../support/settle'
import { heard, load, render, type Simulated, seen, tap } from './simulated'

const sheet = load('study/components/file-sheet/file-sheet')

interface Asked {
  success(): void
  fail(reason: object): void
}
/** A PC of WeChat's that answers as the test says; `toasts` is what it showed. */
function host() {
  const toasts: string[] = []
  const asked: Asked[] = []
  const ask = (options: Asked) => void asked.push(options)
  Object.assign(wx, {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    getFileSystemManager: () => ({ writeFile: ({ success }: Asked) => success() }),
    getDeviceInfo: () => ({ platform: 'windows' }),
    shareFileMessage: ask,
    saveFileToDisk: ask,
    previewImage: ask,
    showToast: ({ title }: { title: string }) => toasts.push(title),
  })
  return { toasts, asked }
}

/** The sheet with a file that is ready. */
async function opened(): Promise<Simulated> {
  const component = render(sheet)
  await component.instance.show({
    title: '打印错题',
    text: '',
    name: '错题本.html',
    make: async () => '<html>',
    pictures: async () => ['wxfile://tmp/1.png'],
  })
  return component
}

describe('The sheet that hands a file over', () => {
  test.each([
    ['sent', '.primary-button', '没有发出去，请再试一次'],
    ['saved', '.second', '没有保存到电脑，请再试一次'],
  ])(
    'says that it could not be %s, and nothing where the student left it at that',
    async (_done, button, words) => {
      const { toasts, asked } = host()
      const component = await opened()
      await tap(component, button)
      asked.shift()?.fail({ errMsg: 'shareFileMessage:fail cancel' })
      await settle()
      expect(toasts).toEqual([])
      await tap(component, button)
      asked.shift()?.fail({ errMsg: 'shareFileMessage:fail file not exist' })
      await settle()
      expect(toasts).toEqual([words])
    },
  )

  test('says that its pictures could not be shown', async () => {
    const { toasts, asked } = host()
    const component = await opened()
    component.instance.onPictures()
    await settle()
    asked.shift()?.fail({ errMsg: 'previewImage:fail' })
    await settle()
    expect(toasts).toEqual(['没能画成图片，请再试一次'])
    expect(component.data).toMatchObject({ drawing: false })
  })

  test('tells the page that it could not be made, and who does not see it that it was', async () => {
    host()
    expect(seen(await opened())).toContain('准备好了')
    const component = render(sheet)
    const failed = heard(component, 'failed')
    const error = new Error('no network')
    await component.instance.show({ title: '', text: '', name: 'x', make: () => Promise.reject(error) })
    expect(failed).toEqual([{ error }])
  })
})
