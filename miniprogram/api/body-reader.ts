/** A body that is not what the contract says. */
export class BodyError extends Error {
  override readonly name = 'BodyError'
}

/** Reads the fields of one JSON object at the border; each method throws {@link BodyError} where the field is another thing. */
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

  textOrNull(name: string): string | null {
    return this.fields[name] === null || this.fields[name] === undefined ? null : this.text(name)
  }

  count(name: string): number {
    const value = this.fields[name]
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new BodyError(`${name} is no number`)
    return value
  }

  flag(name: string): boolean {
    return this.fields[name] === true
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value {
    const found = values.find((value) => value === this.fields[name])
    if (found === undefined) throw new BodyError(`${name} is none of ${values.join(', ')}`)
    return found
  }

  oneOfOrNull<Value extends string>(name: string, values: readonly Value[]): Value | null {
    return this.fields[name] === null || this.fields[name] === undefined ? null : this.oneOf(name, values)
  }

  object<Value>(name: string, read: (body: BodyReader) => Value): Value {
    return read(new BodyReader(this.fields[name]))
  }

  objectOrNull<Value>(name: string, read: (body: BodyReader) => Value): Value | null {
    return this.fields[name] === null || this.fields[name] === undefined ? null : this.object(name, read)
  }

  objects<Value>(name: string, read: (body: BodyReader) => Value): Value[] {
    return this.list(name).map((item) => read(new BodyReader(item)))
  }

  texts(name: string): string[] {
    return this.list(name).map((item) => {
      if (typeof item !== 'string') throw new BodyError(`${name} is no list of texts`)
      return item
    })
  }

  private list(name: string): unknown[] {
    const value = this.fields[name]
    if (!Array.isArray(value)) throw new BodyError(`${name} is no list`)
    return value
  }
}
