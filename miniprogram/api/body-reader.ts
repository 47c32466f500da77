/** A body that is not what the contract says. */
export class BodyError extends Error {
  override readonly name = 'BodyError'
}

/**
 * Reads the fields of one JSON object at the border; each method throws {@link BodyError} where the field is another thing,
 * but those that name a fallback: for what a newer server may say otherwise, and an older client need not know.
 */
export class BodyReader {
  private readonly fields: { readonly [name: string]: unknown }

  constructor(body: unknown) {
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new BodyError('no JSON object')
    this.fields = { ...body }
  }

  text(name: string): string {
    const value = this.fields[name]
    if (typeof value !== 'string') throw new BodyError(`${name} is no text`)
    return value
  }

  textOr<Fallback>(name: string, fallback: Fallback): string | Fallback {
    const value = this.fields[name]
    return typeof value === 'string' ? value : fallback
  }

  textOrNull(name: string): string | null {
    return this.fields[name] === null || this.fields[name] === undefined ? null : this.text(name)
  }

  count(name: string): number {
    const value = this.fields[name]
    if (!isNumber(value)) throw new BodyError(`${name} is no number`)
    return value
  }

  countOr<Fallback>(name: string, fallback: Fallback): number | Fallback {
    const value = this.fields[name]
    return isNumber(value) ? value : fallback
  }

  flag(name: string): boolean {
    return this.fields[name] === true
  }

  oneOfOr<Value extends string, Fallback>(
    name: string,
    values: readonly Value[],
    fallback: Fallback,
  ): Value | Fallback {
    return values.find((value) => value === this.fields[name]) ?? fallback
  }

  object<Value>(name: string, read: (body: BodyReader) => Value): Value {
    return read(new BodyReader(this.fields[name]))
  }

  /** Null also where it cannot be read. */
  objectOrNull<Value>(name: string, read: (body: BodyReader) => Value): Value | null {
    return readable(this.fields[name], read) ?? null
  }

  /** Those of a list that can be read. */
  objects<Value>(name: string, read: (body: BodyReader) => Value): Value[] {
    const found = this.objectsOr(name, read, undefined)
    if (found === undefined) throw new BodyError(`${name} is no list`)
    return found
  }

  /** The same, or the fallback where there is no list. */
  objectsOr<Value, Fallback>(
    name: string,
    read: (body: BodyReader) => Value,
    fallback: Fallback,
  ): Value[] | Fallback {
    const value = this.fields[name]
    if (!Array.isArray(value)) return fallback
    return value.flatMap((item) => {
      const found = readable(item, read)
      return found === undefined ? [] : [found]
    })
  }

  /** The numbers of a list; none where there is no list, or another thing in it. */
  numbers(name: string): number[] {
    const value = this.fields[name]
    if (!Array.isArray(value)) return []
    const numbers = value.filter(isNumber)
    return numbers.length === value.length ? numbers : []
  }

  /** An object whose values may be anything; an empty one where there is none. */
  values(name: string): { [name: string]: unknown } {
    const value = this.fields[name]
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  }

  /** The whole object, for a person to read. */
  asJson(): string {
    return JSON.stringify(this.fields, undefined, 2)
  }

  /** The texts of a list; none where there is no list. */
  texts(name: string): string[] {
    const value = this.fields[name]
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function readable<Value>(value: unknown, read: (body: BodyReader) => Value): Value | undefined {
  try {
    return read(new BodyReader(value))
  } catch (error) {
    if (error instanceof BodyError) return undefined
    throw error
  }
}
