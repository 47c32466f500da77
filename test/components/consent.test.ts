import { asksConsent } from '../../miniprogram/components/consent'

type Ask = (resolve: (answer: object) => void) => void

/** A page with a popup, or with none; `asked` is what its popup was given. */
function pageWith(popup: boolean) {
  const asked: Array<(answer: object) => void> = []
  const ask = (answer: (answer: object) => void) => void asked.push(answer)
  return { asked, selectComponent: () => (popup ? { ask } : null) }
}

describe('The consent that an API of the host waits for', () => {
  test('is asked for on the page that was shown last, and refused where that cannot ask', () => {
    let listener: Ask = () => undefined
    Object.assign(globalThis, { wx: { onNeedPrivacyAuthorization: (given: Ask) => (listener = given) } })
    const chat = pageWith(true)
    const book = pageWith(true)
    const answers: object[] = []
    asksConsent(chat)
    asksConsent(book)
    listener((answer) => answers.push(answer))
    expect([chat.asked.length, book.asked.length]).toEqual([0, 1])
    book.asked[0]?.({ event: 'agree', buttonId: 'b' })
    asksConsent(chat)
    listener(() => undefined)
    expect(chat.asked).toHaveLength(1)
    asksConsent(pageWith(false))
    listener((answer) => answers.push(answer))
    expect(answers).toEqual([{ event: 'agree', buttonId: 'b' }, { event: 'disagree' }])
  })
})
