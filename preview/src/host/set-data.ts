import { isRecord } from './browser'

/** WeChat refuses a single setData beyond this (in its serialised form). */
export const SET_DATA_LIMIT = 1024 * 1024

/** Deeper values are not looked at: WeChat's own data are never that deep. */
const MAX_DEPTH = 40

function lossIn(value: unknown, path: string, depth: number): string | undefined {
  if (value === undefined) return `${path} is undefined`
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    return `${path} is a ${typeof value}`
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return `${path} is ${value}`
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return undefined
  if (Array.isArray(value)) return firstLoss(value.entries(), path, depth)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    return `${path} is a ${value.constructor.name}`
  }
  return firstLoss(Object.entries(value), path, depth)
}

function firstLoss(
  entries: Iterable<[string | number, unknown]>,
  path: string,
  depth: number,
): string | undefined {
  for (const [key, inner] of entries) {
    const loss = lossIn(inner, `${path}.${key}`, depth + 1)
    if (loss !== undefined) return loss
  }
  return undefined
}

/** Every value of a setData call that would not survive the way to a phone's view layer. */
export function findLosses(patch: Record<string, unknown>): string[] {
  return Object.entries(patch).flatMap(([key, value]) => lossIn(value, key, 0) ?? [])
}

/**
 * The patch as it arrives after WeChat's serialisation: a copy without functions and undefined values, dates as
 * text, `NaN` as null. A key whose value is lost altogether is left out.
 */
export function serialisePatch(patch: Record<string, unknown>): {
  patch: Record<string, unknown>
  bytes: number
} {
  const text = JSON.stringify(patch)
  const copy: unknown = JSON.parse(text)
  return { patch: isRecord(copy) ? copy : {}, bytes: text.length }
}
