import { asynchronous, type Options, text, WxFailure } from './call'

type Answer = (options: unknown) => void
type Listener = (resolve: Answer, asked: Options) => void
type Call = ReturnType<typeof asynchronous>

/** A student has agreed in the preview, unless {@link askForPrivacy} says otherwise. */
let isAgreed = true
let listener: Listener | undefined

/** From now on the calls that need consent ask for it, as on a phone whose owner has not agreed. For the end-to-end tests. */
export function askForPrivacy(): void {
  isAgreed = false
}

/** Resolves when the student agreed; a program that does not listen is not asked. */
function consent(name: string): Promise<void> {
  const ask = listener
  if (isAgreed || ask === undefined) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const answer = (given: unknown): void => {
      const event = typeof given === 'object' && given !== null ? text({ ...given }, 'event') : undefined
      if (event === 'exposureAuthorization') return
      isAgreed = event === 'agree'
      if (isAgreed) resolve()
      else reject(new WxFailure('privacy permission is not authorized', { errno: 104 }))
    }
    ask(answer, { referrer: name })
  })
}

/** The call, held back until the student agreed to the privacy guide. */
export const withConsent = (name: string, call: Call): Call => {
  const held = asynchronous(name, async (options) => {
    await consent(name)
    const { success: _success, fail: _fail, complete: _complete, ...rest } = options
    return call(rest)
  })
  // The file dialog opens by a gesture only: nothing is waited for where nothing is asked.
  return (options) => (isAgreed || listener === undefined ? call(options) : held(options))
}

export const privacyApi = {
  onNeedPrivacyAuthorization(asked: unknown): void {
    if (typeof asked === 'function') listener = (resolve, options) => void asked(resolve, options)
  },
  getPrivacySetting: asynchronous('getPrivacySetting', () => ({
    needAuthorization: !isAgreed,
    privacyContractName: '《用户隐私保护指引》',
  })),
  requirePrivacyAuthorize: withConsent(
    'requirePrivacyAuthorize',
    asynchronous('requirePrivacyAuthorize', () => undefined),
  ),
  openPrivacyContract: asynchronous('openPrivacyContract', () => undefined),
}
