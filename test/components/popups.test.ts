import type { PrivacyAnswer } from '../../miniprogram/platform/wx-privacy'
import { heard, load, render, seen, tap } from './simulated'

const privacy = load('components/privacy-popup/privacy-popup')
const server = load('study/components/server-setting/server-setting')
const welcome = load('components/welcome/welcome')

interface PrivacyPopup {
  ask(answer: PrivacyAnswer): void
  onAgree(): void
  onVisibleChange(event: { detail: { visible: boolean } }): void
}
interface ServerSetting {
  show(address: string, save: (address: string) => boolean): void
  onInput(event: { detail: { value: string } }): void
  onConfirm(): void
}

describe('The request for consent', () => {
  test('answers every API that waits, once, and never leaves one waiting', () => {
    const popup = render(privacy)
    const methods: PrivacyPopup = popup.instance
    const answers: unknown[] = []
    methods.ask((answer) => answers.push(['camera', answer.event]))
    methods.ask((answer) => answers.push(['clipboard', answer.event]))
    methods.onAgree()
    methods.ask((answer) => answers.push(['again', answer.event]))
    methods.onVisibleChange({ detail: { visible: false } })
    expect(answers).toEqual([
      ['camera', 'agree'],
      ['clipboard', 'agree'],
      ['again', 'disagree'],
    ])
  })

  test('refuses for every API that waits when its page is closed, and for whatever asks there later', () => {
    const popup = render(privacy)
    const methods: PrivacyPopup = popup.instance
    const answers: unknown[] = []
    methods.ask((answer) => answers.push(['camera', answer.event]))
    methods.ask((answer) => answers.push(['clipboard', answer.event]))
    popup.triggerLifeTime('detached')
    methods.ask((answer) => answers.push(['again', answer.event]))
    expect(answers).toEqual([
      ['camera', 'disagree'],
      ['clipboard', 'disagree'],
      ['again', 'disagree'],
    ])
  })
})

describe('The setting of the server', () => {
  test('stays open and says so when the address is none, and closes when it was taken', () => {
    const setting = render(server)
    const saved = heard(setting, 'saved')
    const methods: ServerSetting = setting.instance
    methods.show('http://127.0.0.1:8000', (address) => address.startsWith('http'))
    methods.onInput({ detail: { value: 'ftp://x' } })
    methods.onConfirm()
    expect(setting.data).toMatchObject({ visible: true, tip: expect.stringContaining('https://') })
    methods.onInput({ detail: { value: 'https://192.168.1.5:8000' } })
    methods.onConfirm()
    expect(setting.data).toMatchObject({ visible: false })
    expect(saved).toHaveLength(1)
  })
})

describe('The welcome', () => {
  test('invites to take a photo and offers questions to try', async () => {
    const page = render(welcome)
    const photos = heard(page, 'photo')
    const examples = heard(page, 'example')
    expect(seen(page)).toContain('拍下作业')
    await tap(page, '.camera')
    await tap(page, '.example')
    expect(photos).toHaveLength(1)
    expect(examples).toEqual([{ question: '解方程 x² − 5x + 6 = 0' }])
  })
})
