import { VoiceInput, type VoiceProblem } from '../../miniprogram/conversation/voice-input'
import { HostFailure, HostRefusal, type Recording } from '../../miniprogram/platform/ports'
import { ManualClock } from '../support/manual-clock'
import { settle } from './fakes'

/** A student with a microphone; the test plays the phone and the server. */
function opened({
  refusal = undefined as Error | undefined,
  text = '讲讲浮力',
  fails = false,
  starts = async (): Promise<Recording> => ({ stop: async () => '/speech.mp3' }),
} = {}) {
  const clock = new ManualClock()
  const states: string[] = []
  const said: string[] = []
  const problems: VoiceProblem[] = []
  const errors: unknown[] = []
  let asks: { give(): void; refuse(reason: Error): void } | undefined
  const input = new VoiceInput({
    recorder: {
      allow: () => new Promise((give, refuse) => (asks = { give, refuse })),
      start: () => starts(),
    },
    clock,
    limit: () => 60_000,
    transcribe: async () => {
      if (fails) throw new Error('no network')
      return text
    },
    changed: (state) => states.push(state),
    said: (words) => said.push(words),
    problem: (problem, error) => {
      problems.push(problem)
      errors.push(error)
    },
  })
  const answer = async () => {
    if (refusal === undefined) asks?.give()
    else asks?.refuse(refusal)
    await settle()
  }
  return { input, clock, states, said, problems, errors, answer }
}

/** Holds the button for so many milliseconds. */
async function hold(
  { input, clock, answer }: ReturnType<typeof opened>,
  milliseconds: number,
  thrownAway = false,
) {
  void input.press()
  await answer()
  clock.advance(milliseconds)
  await input.release(thrownAway)
  await settle()
}

describe('Speaking instead of writing', () => {
  test('what was said while the button was held becomes words', async () => {
    const phone = opened({ text: ' 讲讲浮力 ' })
    await hold(phone, 2000)
    expect(phone.said).toEqual(['讲讲浮力'])
    expect(phone.states).toEqual(['asking', 'recording', 'reading', 'idle'])
    expect(phone.problems).toEqual([])
  })

  test.each<[VoiceProblem, Parameters<typeof opened>[0], number]>([
    ['unopened', { refusal: new HostRefusal('SCOPE_REFUSED', 'auth deny') }, 2000],
    ['unopened', { starts: () => Promise.reject(new HostFailure('the recorder is in use')) }, 2000],
    ['broken', { starts: async () => ({ stop: () => Promise.reject(new HostFailure('it broke')) }) }, 2000],
    ['short', {}, 200],
    ['nothing', { text: ' ' }, 2000],
    ['failed', { fails: true }, 2000],
  ])(
    'where nothing came of it that is said, and it can be tried again: %s',
    async (problem, options, held) => {
      const phone = opened(options)
      await hold(phone, held)
      expect(phone.problems).toEqual([problem])
      expect(phone.said).toEqual([])
      expect(phone.input.state).toBe('idle')
    },
  )

  test('why the microphone did not open is told with it: the student refused, or it failed', async () => {
    const refusal = new HostRefusal('PRIVACY_REFUSED', 'privacy permission is not authorized')
    const phone = opened({ refusal })
    await hold(phone, 2000)
    expect(phone.errors).toEqual([refusal])
  })

  test('what is thrown away and broke by itself is no problem', async () => {
    const broken = async () => ({ stop: () => Promise.reject(new HostFailure('it broke')) })
    const phone = opened({ starts: broken })
    await hold(phone, 2000, true)
    expect(phone.problems).toEqual([])
    expect(phone.input.state).toBe('idle')
  })

  test('what is thrown away is not sent, and nothing is said of it', async () => {
    const phone = opened()
    await hold(phone, 2000, true)
    expect(phone.said).toEqual([])
    expect(phone.problems).toEqual([])
  })

  test.each<[string, Parameters<typeof opened>[0]]>([
    ['leave is given', {}],
    ['leave is refused', { refusal: new HostRefusal('SCOPE_REFUSED', 'auth deny') }],
  ])('of what is thrown away before %s nothing is said', async (_, options) => {
    const phone = opened(options)
    void phone.input.press()
    await phone.input.release(true)
    await phone.answer()
    expect([phone.problems, phone.input.state]).toEqual([[], 'idle'])
  })

  test.each<[string, boolean[], VoiceProblem[]]>([
    ['let go', [false], ['short']],
    ['thrown away', [true], []],
    ['let go, and its page left', [false, true], []],
    ['thrown away, and let go', [true, false], []],
  ])('what is %s while the recorder begins is not recorded on', async (_, releases, problems) => {
    let begin = (_recording: Recording): void => undefined
    let stops = 0
    const stop = async () => {
      stops += 1
      return '/speech.mp3'
    }
    const phone = opened({
      starts: () =>
        new Promise((resolve) => {
          begin = resolve
        }),
    })
    void phone.input.press()
    await phone.answer()
    for (const thrownAway of releases) await phone.input.release(thrownAway)
    begin({ stop })
    await settle()
    expect([phone.problems, phone.said, phone.input.state, stops]).toEqual([problems, [], 'idle', 1])
    expect(phone.clock.armed).toBe(0)
  })

  test('a question for leave takes the finger from the button: nothing is recorded, and it is to be held again', async () => {
    const phone = opened()
    void phone.input.press()
    await phone.input.release(false)
    await phone.answer()
    expect(phone.problems).toEqual(['allowed'])
    expect(phone.states).toEqual(['asking', 'idle'])
  })

  test('ends by itself when it is as long as it may be, and leaves no timer', async () => {
    const phone = opened()
    void phone.input.press()
    await phone.answer()
    phone.clock.advance(60_000)
    await settle()
    expect(phone.said).toEqual(['讲讲浮力'])
    expect(phone.clock.armed).toBe(0)
  })
})
