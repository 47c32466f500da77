/** What of an error goes into the log. */
export interface ToldError {
  type: string
  message: string
  stack: string
  [field: string]: unknown
}

/** Fields that name what failed, and never with what: PostgreSQL's `detail` and valibot's `issues` hold the values themselves. */
const NAMING = [
  'code',
  'errno',
  'syscall',
  'status',
  'statusCode',
  'retryable',
  'retryAfterMs',
  'persists',
  'severity',
  'table',
  'column',
  'constraint',
  'routine',
] as const

/** A chain of causes is told as far. */
const DEEPEST = 8
/** Errors whose message quotes what could not be read: `JSON.parse`, and a schema that a text does not fit. */
const QUOTING: ReadonlySet<string> = new Set(['SyntaxError', 'ValiError', 'URIError'])
/** PostgreSQL's class of data that a column does not take: its message holds them (`invalid input syntax …: "…"`). */
const REFUSED_DATA = /^22[0-9A-Z]{3}$/
const WITHHELD = 'withheld, since it may quote a text'

/**
 * An error as it is logged: what it is, where it happened and why, without anything that it was about. An error of a library may
 * hold a student's words in its message or in a field, and it is the cause of many of ours; our own messages hold none.
 */
export function toldError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error
  const chain = causesOf(error)
  return {
    type: nameOf(error),
    message: chain.map(messageOf).join(': '),
    stack: chain
      .map((each) => [`${nameOf(each)}: ${messageOf(each)}`, ...placesOf(each)].join('\n'))
      .join('\ncaused by: '),
    ...fieldsOf(error),
  } satisfies ToldError
}

/** A cause that is no error is somebody's words, such as those of a vendor. */
function causesOf(error: Error): Error[] {
  const chain = [error]
  for (let { cause } = error; cause instanceof Error && chain.length < DEEPEST; cause = cause.cause)
    chain.push(cause)
  return chain
}

/** An error in one line, without anything that it was about: for where it is kept. */
export function errorInALine(error: unknown): string {
  return error instanceof Error ? `${nameOf(error)}: ${messageOf(error)}` : typeof error
}

function nameOf(error: Error): string {
  return error.name === 'Error' ? error.constructor.name : error.name
}

function messageOf(error: Error): string {
  const isQuoting =
    QUOTING.has(nameOf(error)) ||
    ('code' in error && typeof error.code === 'string' && REFUSED_DATA.test(error.code))
  return isQuoting ? WITHHELD : error.message
}

/** The lines of a stack that are places: a message of several lines stands before them. */
function placesOf({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => /^ {4}at /.test(line))
}

function fieldsOf(error: Error): Record<string, unknown> {
  const own = new Map<string, unknown>(Object.entries(error))
  return Object.fromEntries(
    NAMING.flatMap((name) => {
      const value = own.get(name)
      return ['string', 'number', 'boolean'].includes(typeof value) ? [[name, value]] : []
    }),
  )
}
