import * as v from 'valibot'
import { trustedProxies } from './trusted-proxies'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
/** Which lines are written: this one's and those above it. */
export type LogLevel = (typeof logLevels)[number]

/** The default stands inside, so that the rest of a pipe also runs for what is missing. */
const trimmed = v.pipe(v.optional(v.string(), ''), v.trim())
const text = v.pipe(
  trimmed,
  v.transform((value) => (value === '' ? undefined : value)),
)

function wholeNumber(name: string, fallback: number, least: number, most: number) {
  const expected = `${name} must be a whole number from ${least} to ${most}`
  return v.pipe(
    trimmed,
    // `Number` alone would take 0x1F and 1e3.
    v.check((value) => /^\d*$/.test(value), expected),
    v.transform((value) => (value === '' ? fallback : Number(value))),
    v.minValue(least, expected),
    v.maxValue(most, expected),
  )
}

function isPort(text: string): boolean {
  const port = Number(text)
  return /^\d+$/.test(text) && port >= 1 && port <= 65535
}

/** An address of one of these schemes, as far as its form tells; `otherwise`: what to do without one. */
function address(
  name: string,
  schemes: readonly string[],
  { otherwise = '', canParse = (value: string) => URL.canParse(value) } = {},
) {
  const expected = schemes.map((scheme) => `${scheme}://`).join(' or ')
  const begins = (value: string) =>
    schemes.some((scheme) => value.startsWith(`${scheme}://`) && value.length > `${scheme}://`.length)
  return v.pipe(
    text,
    v.check(
      (value) => value === undefined || begins(value),
      `${name} must begin with ${expected}${otherwise && ` (${otherwise})`}`,
    ),
    // Whoever reads it later says `Invalid URL`, and not whose.
    v.check(
      (value) => value === undefined || canParse(value),
      `${name} is no address: look at its host and its port, and write what is no letter or digit of a password as %XX`,
    ),
  )
}

/** A user without a host is one at a socket of this machine, such as `postgres://tutor@/tutor?host=/run/postgresql`, which no URL may have. */
function isDatabaseAddress(value: string): boolean {
  return URL.canParse(value.replace(/^(\w+:\/\/[^/?#]*@)(?=[/?#]|$)/, '$1localhost'))
}

/** How each variable is read: its form, its bounds and its default. A failure says in one line what to do. */
export const environmentSchema = v.object({
  // A slip in it would open the development login.
  NODE_ENV: v.pipe(
    trimmed,
    v.transform((value) => (value === '' ? 'development' : value.toLowerCase())),
    v.picklist(
      ['production', 'development', 'test'],
      'NODE_ENV must be production, development or test (or left out, for development)',
    ),
  ),
  PORT: wholeNumber('PORT', 8000, 0, 65535),
  HOST: text,
  METRICS_PORT: v.pipe(
    text,
    v.check(
      (value) => value === undefined || isPort(value),
      'METRICS_PORT must be a whole number from 1 to 65535',
    ),
    v.transform((value) => (value === undefined ? undefined : Number(value))),
  ),
  DATA_DIR: text,
  DATABASE_URL: address('DATABASE_URL', ['postgres', 'postgresql'], {
    otherwise: 'leave it out for the embedded database',
    canParse: isDatabaseAddress,
  }),
  REDIS_URL: address('REDIS_URL', ['redis', 'rediss'], {
    otherwise: 'leave it out where one server runs alone',
  }),
  S3_ENDPOINT: address('S3_ENDPOINT', ['http', 'https']),
  S3_BUCKET: text,
  S3_ACCESS_KEY: text,
  S3_SECRET_KEY: text,
  S3_REGION: v.pipe(
    trimmed,
    v.transform((value) => (value === '' ? 'us-east-1' : value)),
  ),
  OPENAI_BASE_URL: address('OPENAI_BASE_URL', ['http', 'https']),
  OPENAI_API_KEY: text,
  OPENAI_MODEL: text,
  OPENAI_MODELS_FILE: text,
  OPENAI_TRANSCRIPTION_MODEL: text,
  OPENAI_SPEECH_MODEL: text,
  OPENAI_SPEECH_VOICE: text,
  JWT_SECRET: text,
  WECHAT_APPID: text,
  WECHAT_APP_SECRET: text,
  CONTENT_SAFETY: v.pipe(
    trimmed,
    v.transform((value) => (value === '' ? 'none' : value.toLowerCase())),
    v.picklist(['wechat', 'none'], 'CONTENT_SAFETY must be wechat or none'),
  ),
  CONTENT_SAFETY_UNAVAILABLE: v.pipe(
    trimmed,
    v.transform((value) => (value === '' ? 'pass' : value.toLowerCase())),
    v.picklist(['pass', 'refuse'], 'CONTENT_SAFETY_UNAVAILABLE must be pass or refuse'),
  ),
  KEEPALIVE_INTERVAL_MS: wholeNumber('KEEPALIVE_INTERVAL_MS', 5000, 10, 60_000),
  MODEL_SILENCE_TIMEOUT_MS: wholeNumber('MODEL_SILENCE_TIMEOUT_MS', 120_000, 10, 3_600_000),
  JOIN_INTERVAL_MS: v.pipe(
    text,
    v.check(
      (value) => value === undefined || /^(?:[1-9]\d{0,2}|1000)$/.test(value),
      'JOIN_INTERVAL_MS must be a whole number from 1 to 1000',
    ),
    v.transform((value) => (value === undefined ? undefined : Number(value))),
  ),
  ANSWERS_AT_ONCE: wholeNumber('ANSWERS_AT_ONCE', 3, 1, 1000),
  DAILY_ANSWERS: wholeNumber('DAILY_ANSWERS', 0, 0, 1_000_000),
  DAILY_SPEECH: wholeNumber('DAILY_SPEECH', 500, 0, 1_000_000),
  MAX_PAGE_MEGABYTES: wholeNumber('MAX_PAGE_MEGABYTES', 2048, 0, 1_000_000),
  ASKS_PER_MINUTE: wholeNumber('ASKS_PER_MINUTE', 60, 1, 1_000_000),
  TRUSTED_PROXIES: v.pipe(
    trimmed,
    v.transform((value) => (value === '' ? 'loopback' : value)),
    v.check(
      (value) => trustedProxies(value) !== undefined,
      'TRUSTED_PROXIES must be addresses or networks, such as 10.0.0.5, 192.168.1.0/24, loopback, uniquelocal or none',
    ),
  ),
  MAX_ANSWER_CHARACTERS: wholeNumber('MAX_ANSWER_CHARACTERS', 200_000, 1000, 10_000_000),
  WORKERS: wholeNumber('WORKERS', 1, 1, 64),
  MAX_SOCKETS_BEFORE_LOGIN: wholeNumber('MAX_SOCKETS_BEFORE_LOGIN', 200, 1, 100_000),
  OTEL_EXPORTER_OTLP_ENDPOINT: address('OTEL_EXPORTER_OTLP_ENDPOINT', ['http', 'https']),
  LOG_LEVEL: v.pipe(
    trimmed,
    v.transform((value) => (value === '' ? 'info' : value.toLowerCase())),
    v.picklist(logLevels, `LOG_LEVEL must be one of ${logLevels.join(', ')}`),
  ),
})

/** Every variable that is read, for deploy/environment.example. */
export const settingNames: readonly string[] = Object.keys(environmentSchema.entries)

/** What was read of all of them. */
export type Environment = v.InferOutput<typeof environmentSchema>

/** The same of those that say where the data is. */
export const dataSchema = v.pick(environmentSchema, [
  'DATA_DIR',
  'DATABASE_URL',
  'S3_ENDPOINT',
  'S3_BUCKET',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
  'S3_REGION',
])
