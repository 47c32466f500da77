/** A message or a body, before it is looked at. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

/** A number of a message. Throws where it has none. */
export function numberIn(fields: Fields, name: string): number {
  const value = fields[name]
  if (typeof value !== 'number') throw new Error(`${name} is missing in ${JSON.stringify(fields)}`)
  return value
}

/** A text of a body. Throws where it has none. */
export function textIn(body: unknown, name: string): string {
  const value = isFields(body) ? body[name] : undefined
  if (typeof value !== 'string') throw new Error(`${name} is missing in ${JSON.stringify(body)}`)
  return value
}
