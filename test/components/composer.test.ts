import simulate from 'miniprogram-simulate'
import { heard, load, render, seen, tap } from './simulated'

const id = load('components/composer/composer')

interface Composer {
  setText(text: string): void
  putBack(text: string): void
  focus(): void
  onBlur(): void
  readonly data: { text: string }
}

function write(composer: { instance: Composer }, text: string): void {
  composer.instance.setText(text)
}

describe('The composer', () => {
  test('sends the words that were written', async () => {
    const composer = render(id)
    const sent = heard(composer, 'send')
    write(composer, '1 + 1 = ?')
    await tap(composer, '#send')
    expect(sent).toEqual([{ text: '1 + 1 = ?' }])
  })

  test('takes a double tap for one', async () => {
    const composer = render(id)
    const sent = heard(composer, 'send')
    write(composer, '1 + 1 = ?')
    await tap(composer, '#send')
    await tap(composer, '#send')
    expect(sent).toHaveLength(1)
  })

  test('sends what was written after a question at once, however soon it is sent', async () => {
    const composer = render(id)
    const sent = heard(composer, 'send')
    write(composer, '1 + 1 = ?')
    await tap(composer, '#send')
    write(composer, '2 + 2 = ?')
    await tap(composer, '#send')
    expect(sent).toEqual([{ text: '1 + 1 = ?' }, { text: '2 + 2 = ?' }])
  })

  test('stops the answer under way by the same button, but not by the second tap of a double tap', async () => {
    const composer = render(id)
    const stops = heard(composer, 'stop')
    await tap(composer, '#send')
    composer.setData({ busy: true })
    await tap(composer, '#send')
    expect(stops).toHaveLength(0)
    await simulate.sleep(850)
    await tap(composer, '#send')
    expect(stops).toHaveLength(1)
  })

  test('keeps a question that is too long, and says by how much', () => {
    const composer = render(id)
    write(composer, '长'.repeat(8003))
    expect(seen(composer)).toContain('超出 3 字')
    write(composer, '长'.repeat(8000))
    expect(seen(composer)).toContain('内容由 AI 生成')
    write(composer, '😀'.repeat(8002))
    expect(seen(composer)).toContain('超出 2 字')
    write(composer, '😀'.repeat(8000))
    expect(seen(composer)).toContain('内容由 AI 生成')
  })

  test('says by how much a question is too long for the server that is asked, also where that is told meanwhile', () => {
    const composer = render(id)
    write(composer, '长'.repeat(23))
    expect(seen(composer)).toContain('内容由 AI 生成')
    composer.setData({ limit: 20 })
    expect(seen(composer)).toContain('超出 3 字')
    composer.setData({ limit: 30 })
    expect(seen(composer)).toContain('内容由 AI 生成')
  })

  test('lays an earlier question back before what is being written, once', () => {
    const { instance }: { instance: Composer } = render(id)
    instance.setText('还有一问')
    instance.putBack('讲讲浮力')
    instance.putBack('讲讲浮力')
    expect(instance.data.text).toBe('讲讲浮力\n还有一问')
  })

  test('can send pages without words, and says by its look when there is nothing to send', () => {
    const composer = render(id)
    expect(composer.querySelectorAll('.send-idle')).toHaveLength(1)
    composer.setData({ pages: 1 })
    expect(composer.querySelectorAll('.send-idle')).toHaveLength(0)
  })

  test('puts the cursor into the field when the student is to write, and again after it was left', () => {
    const composer = render(id)
    const methods: Composer = composer.instance
    methods.focus()
    expect(composer.data.focused).toBe(true)
    methods.onBlur()
    expect(composer.data.focused).toBe(false)
    methods.focus()
    expect(composer.data.focused).toBe(true)
  })

  test('takes no microphone from under the finger that holds it, whatever can be sent meanwhile', () => {
    const composer = render(id, { listens: true, voice: 'recording' })
    const microphones = () => composer.querySelectorAll('#voice').length
    composer.setData({ busy: true, pages: 1 })
    expect(microphones()).toBe(1)
    composer.setData({ voice: 'reading' })
    expect(microphones()).toBe(0)
  })

  test('says that answers come from an AI', () => {
    expect(seen(render(id))).toContain('内容由 AI 生成')
  })
})

describe('The kind of answer', () => {
  test('is chosen above the field, and its verb is on the button', async () => {
    const composer = render(id, { mode: 'hint' })
    const chosen = heard(composer, 'mode')
    expect(composer.querySelector('#send')?.dom?.textContent).toBe('提示')
    expect(composer.querySelectorAll('.modes .mode-chosen')[0]?.dom?.textContent).toBe('提示')
    composer.querySelectorAll('.mode')[2]?.dispatchEvent('tap')
    await simulate.sleep(10)
    expect(chosen).toEqual([{ mode: 'check' }])
  })

  test('is chosen from a list on a low screen, where each kind is said in a whole sentence', async () => {
    let offered: readonly string[] = []
    Object.assign(wx, {
      showActionSheet: ({ itemList, success }: WechatMiniprogram.ShowActionSheetOption) => {
        offered = itemList
        success?.({ tapIndex: 2, errMsg: '' })
      },
    })
    const composer = render(id)
    const chosen = heard(composer, 'mode')
    await tap(composer, '.mode-low')
    expect(offered).toEqual([
      '解答：一步一步写出解答，最后给答案',
      '提示：一次只给一个提示，答案留给你自己',
      '批改：拍写好的作业，我在原页上标对错，说明错在哪',
    ])
    expect(chosen).toEqual([{ mode: 'check' }])
  })

  test('is explained in one line when it was chosen, and only then', () => {
    expect(seen(render(id, { mode: 'hint' }))).not.toContain('一次只给一个提示')
    expect(seen(render(id, { mode: 'hint', explains: true }))).toContain('一次只给一个提示')
    expect(seen(render(id, { mode: 'check', explains: true }))).toMatch(/标\s*对错\s*，\s*说明错在哪。/)
  })
})
