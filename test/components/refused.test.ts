import { type Thing, tellFailure } from '../../miniprogram/components/refused'
import { chatMessages } from '../../miniprogram/messages/chat.zh-CN'
import { refusalMessages as words } from '../../miniprogram/messages/refusal.zh-CN'
import { messages } from '../../miniprogram/messages/zh-CN'
import { PageParts } from '../../miniprogram/pages/chat/page-parts'
import { QuestionDesk } from '../../miniprogram/pages/chat/question-desk'
import { Sayings } from '../../miniprogram/pages/chat/sayings'
import { VoiceDesk } from '../../miniprogram/pages/chat/voice-desk'
import { HostFailure, HostRefusal, type RefusalCode } from '../../miniprogram/platform/ports'
import { recordConsole } from '../support/ask'
import { settle } from '../support/settle'

const things: Thing[] = ['camera', 'microphone', 'album', 'clipboard']
const OPENS = { SCOPE_REFUSED: 'openSetting', SYSTEM_REFUSED: 'openAppAuthorizeSetting' } as const

/** A phone with settings; whether its student goes there, and what then happened. */
function phone({ goes = true, has = Object.values<string>(OPENS), more = {} } = {}) {
  const told: string[] = []
  const settings = has.map((name) => [name, () => void told.push(name)])
  const showModal = ({ content, success }: { content: string; success(answer: object): void }) => {
    told.push(content)
    success({ confirm: goes })
  }
  Object.assign(globalThis, { wx: { ...Object.fromEntries(settings), showModal, ...more } })
  return { told, say: (message: string) => void told.push(message) }
}

/** Hosts that cannot ask. */
const DUMB = [
  undefined,
  ({ fail }: { fail(reason: object): void }) => fail({ errMsg: 'showModal:fail' }),
] as const

const refusal = (code: RefusalCode) => new HostRefusal(code, 'the host’s words')

beforeEach(() => void recordConsole())
afterEach(() => jest.restoreAllMocks())

describe.each(things)('What cannot be used is told with its way on: %s', (thing) => {
  const name = words.things[thing]

  test('consent is asked for again by the next attempt: no settings are opened', async () => {
    const { told, say } = phone()
    await tellFailure(refusal('PRIVACY_REFUSED'), thing, '没能', say)
    expect(told).toEqual([words.privacy(name)])
  })

  test.each([
    ['SCOPE_REFUSED', words.scope(name)],
    ['SYSTEM_REFUSED', words.system(name)],
  ] as const)('%s leads to its own settings, if the student wants to', async (code, text) => {
    const goes = phone()
    await tellFailure(refusal(code), thing, '没能', goes.say)
    expect(goes.told).toEqual([text, OPENS[code]])
    const stays = phone({ goes: false })
    await tellFailure(refusal(code), thing, '没能', stays.say)
    expect(stays.told).toEqual([text])
  })

  test.each([
    ['SCOPE_REFUSED', words.scope(name)],
    ['SYSTEM_REFUSED', words.system(name)],
  ] as const)('%s is only said where the host opens no settings, or cannot ask', async (code, text) => {
    const lacking = phone({ has: [] })
    await tellFailure(refusal(code), thing, '没能', lacking.say)
    expect(lacking.told).toEqual([text])
    for (const showModal of DUMB) {
      const dumb = phone({ more: { showModal } })
      await tellFailure(refusal(code), thing, '没能', dumb.say)
      expect(dumb.told).toEqual([text])
    }
  })

  test('a failure is a failure, and is logged', async () => {
    const { told, say } = phone()
    const written = recordConsole()
    await tellFailure(new HostFailure('internal error'), thing, '没能', say)
    expect(told).toEqual(['没能'])
    expect(written).toMatchObject([{ level: 'warn' }])
  })
})

describe('On the page', () => {
  const parts = new PageParts({
    selectComponent: () => ({ show: ({ message }: { message: string }) => void said.push(message) }),
  })
  let said: string[] = []
  const tempFiles = Array.from({ length: 9 }, (_, index) => ({ tempFilePath: `/${index}.jpg` }))
  beforeEach(() => {
    said = []
  })

  test.each<[string, object, string]>([
    [
      'was not consented to',
      { errMsg: 'chooseMedia:fail privacy permission is not authorized' },
      words.privacy(words.things.camera),
    ],
    ['failed', { errMsg: 'chooseMedia:fail internal error' }, messages.composer.notChosen],
  ])('a choice of photos that %s is told as that', async (_, reason, expected) => {
    phone({ more: { chooseMedia: ({ fail }: { fail(reason: object): void }) => fail(reason) } })
    const conversation: Partial<ConstructorParameters<typeof QuestionDesk>[0]> = {
      tray: Object.assign(Object.create(null), { photos: [] }),
    }
    const desk: QuestionDesk = Reflect.construct(QuestionDesk, [conversation, parts, new Sayings(parts)])
    await desk.addPhotos(['camera'])
    expect(said).toEqual([expected])
  })

  test.each(DUMB)(
    'where the host cannot ask whether to choose more, what was chosen is enough',
    async (showModal) => {
      phone({
        more: {
          showModal,
          chooseMedia: ({ success }: { success(chosen: object): void }) => success({ tempFiles }),
        },
      })
      const added: string[] = []
      const tray = {
        photos: [],
        add: (paths: string[]) => added.push(...paths),
      }
      const conversation = { tray: Object.assign(Object.create(null), tray) }
      const desk: QuestionDesk = Reflect.construct(QuestionDesk, [conversation, parts, new Sayings(parts)])
      await desk.addPhotos(['album'])
      expect(added).toHaveLength(tempFiles.length)
      expect(said).toEqual([])
    },
  )

  test.each<[string, object, string]>([
    [
      'was not consented to',
      { errMsg: 'authorize:fail privacy permission is not authorized', errno: 104 },
      words.privacy(words.things.microphone),
    ],
    ['failed', { errMsg: 'authorize:fail' }, chatMessages.voice.problems.unopened],
  ])(
    'a microphone that %s is told as that, and not as words that were not understood',
    async (_, reason, expected) => {
      phone({ more: { authorize: ({ fail }: { fail(reason: object): void }) => fail(reason) } })
      const port = {
        offered: async () => ({ listen: true, speak: true, seconds: 60 }),
        transcribe: async () => '',
        speak: async () => '',
      }
      const desk: VoiceDesk = Reflect.construct(VoiceDesk, [
        port,
        {},
        parts,
        new Sayings(parts),
        () => undefined,
      ])
      desk.press()
      await settle()
      expect(said).toEqual([expected])
    },
  )
})
