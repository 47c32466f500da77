import * as v from 'valibot'
import { badRequest } from '../errors/http-error'
import { inWholeCharacters } from '../text/whole-characters'

/**
 * Checks what a client sent against what the route takes; nothing, or null, is an object without fields, and a list is none.
 * Throws a 400 that names no field: students read it.
 */
export function parseInput<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, input ?? {})
  if (!parsed.success || Array.isArray(input)) throw badRequest()
  return parsed.output
}

/** A whole number in a query string, `fallback` where it is missing. */
export function queryNumber(fallback: number, least: number, most: number) {
  return v.pipe(
    v.optional(v.string(), String(fallback)),
    v.regex(/^\d{1,9}$/),
    v.transform(Number),
    v.minValue(least),
    v.maxValue(most),
  )
}

/**
 * A text between `least` and `most` characters without the spaces around it, and in whole ones. PostgreSQL keeps no NUL in a
 * text.
 */
export function shortText(least: number, most: number) {
  return v.pipe(
    v.string(),
    v.trim(),
    v.minLength(least),
    v.maxLength(most),
    v.excludes('\0'),
    v.transform(inWholeCharacters),
  )
}

/** The same, counted as a student counts: what JavaScript keeps in two units is one character. */
export function characters(least: number, most: number) {
  return v.pipe(
    v.string(),
    v.trim(),
    v.check((text) => text.length >= least && text.length <= 2 * most && [...text].length <= most),
    v.excludes('\0'),
    v.transform(inWholeCharacters),
  )
}
