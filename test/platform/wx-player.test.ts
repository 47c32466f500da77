import { wxPlayer } from '../../miniprogram/platform/wx-player'
import { recordConsole } from '../support/ask'
import { installWx } from '../support/fake-wx'

/** A phone that plays; what it was told, in order. */
function phone(more: object = {}) {
  const told: unknown[] = []
  let ended: () => void = () => undefined
  installWx({
    createInnerAudioContext: () => ({
      src: '',
      play() {
        told.push(`play ${this.src}`)
      },
      stop: () => void told.push('stop'),
      destroy: () => void told.push('destroy'),
      onEnded: (listener: () => void) => {
        ended = listener
      },
      onError: () => undefined,
    }),
    onAudioInterruptionBegin: (listener: () => void) => {
      interrupted = listener
    },
    setInnerAudioOption: (options: { fail?: unknown }) => {
      told.push({ ...options, fail: typeof options.fail })
    },
    ...more,
  })
  return { told, end: () => ended() }
}

/** The program listens once in its life. */
let interrupted: () => void = () => undefined

beforeEach(() => void recordConsole())
afterEach(() => jest.restoreAllMocks())

describe('A sound', () => {
  test('is heard on a muted iPhone: the host is told before it plays, and nothing else of how it plays', async () => {
    const { told, end } = phone()
    const played = wxPlayer.play('answer.mp3')
    // Without a callback some hosts would reject a promise that nobody has.
    const unmuted = { obeyMuteSwitch: false, fail: 'function' }
    expect(told).toEqual([unmuted, 'play answer.mp3'])
    end()
    await played
    expect(told).toEqual([unmuted, 'play answer.mp3', 'destroy'])
  })

  test('that a call takes away is ended, and nothing is read on beside the call', async () => {
    const { told } = phone()
    const played = wxPlayer.play('answer.mp3')
    interrupted()
    expect(await played).toBe(false)
    expect(told.slice(-2)).toEqual(['stop', 'destroy'])
  })

  test.each([
    ['has no such option', undefined],
    [
      'throws',
      () => {
        throw new Error('not supported')
      },
    ],
    ['refuses', ({ fail }: { fail(reason: object): void }) => fail({ errMsg: 'setInnerAudioOption:fail' })],
  ])('plays all the same where the host %s', async (_way, setInnerAudioOption) => {
    const { told, end } = phone({ setInnerAudioOption })
    const played = wxPlayer.play('answer.mp3')
    expect(told).toEqual(['play answer.mp3'])
    end()
    await played
  })
})
