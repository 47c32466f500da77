/**
 * Calls what somebody else handed in. What it throws, at once or by a promise that it gives, goes to `failed` and breaks nothing; then the
 * result is `undefined`.
 */
export function unharmed<Value>(call: () => Value, failed: (reason: unknown) => void): Value | undefined {
  try {
    const given = call()
    if (given instanceof Promise) given.catch(failed)
    return given
  } catch (error) {
    failed(error)
    return undefined
  }
}
