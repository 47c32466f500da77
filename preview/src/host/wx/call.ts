import { errorText, isRecord } from '../browser'

/** The fields of one wx call. */
export type Options = Record<string, unknown>

/** A call that fails with more than a message: `errno`, `errCode` and the like. */
export class WxFailure extends Error {
  constructor(
    message: string,
    readonly fields: Options = {},
  ) {
    super(message)
  }
}

const callback = (options: Options, name: 'success' | 'fail' | 'complete') => {
  const found = options[name]
  return typeof found === 'function' ? (result: unknown) => void found(result) : undefined
}

/**
 * Makes an asynchronous wx call: success, fail and complete are called, and a Promise is given where none of them
 * is. `errMsg` is `name:ok` or `name:fail reason`, as WeChat writes it.
 */
export function asynchronous(
  name: string,
  run: (options: Options) => unknown,
): (options?: unknown) => Promise<Options> | undefined {
  return (given) => {
    const options = isRecord(given) ? given : {}
    const start = async (): Promise<Options> => {
      const result = await run(options)
      return { errMsg: `${name}:ok`, ...(isRecord(result) ? result : {}) }
    }
    const toFailure = (error: unknown): Options => ({
      errMsg: `${name}:fail ${errorText(error)}`,
      ...(error instanceof WxFailure ? error.fields : {}),
    })
    const success = callback(options, 'success')
    const fail = callback(options, 'fail')
    const complete = callback(options, 'complete')
    // never in the caller's own tick, as on a phone
    const outcome = Promise.resolve().then(start)
    if (success === undefined && fail === undefined && complete === undefined) {
      return outcome.catch((error: unknown) => Promise.reject(toFailure(error)))
    }
    outcome.then(
      (result) => {
        success?.(result)
        complete?.(result)
      },
      (error: unknown) => {
        fail?.(toFailure(error))
        complete?.(toFailure(error))
      },
    )
    return undefined
  }
}

/** Reads a field of the options, if it has the type. */
export const text = (options: Options, name: string): string | undefined => {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}
export const number = (options: Options, name: string): number | undefined => {
  const value = options[name]
  return typeof value === 'number' ? value : undefined
}
export const requiredText = (options: Options, name: string): string => {
  const value = text(options, name)
  if (value === undefined) throw new WxFailure(`parameter error: parameter.${name} should be String`)
  return value
}
export const texts = (options: Options, name: string): string[] => {
  const value = options[name]
  return Array.isArray(value) ? value.map(String) : []
}
/** Headers and form fields: any value as text. */
export const textFields = (value: unknown): Record<string, string> =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([name, field]) => [name, String(field)]))
    : {}
