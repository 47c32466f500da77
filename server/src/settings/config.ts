import { resolve } from 'node:path'
import * as v from 'valibot'
import { dataSchema, type Environment, environmentSchema, type LogLevel } from './environment'
import { type ModelConfig, ModelSettingsError, modelNames, readModelsFile } from './model-settings'

/** Everything that the environment decides, parsed once at the start. Times are in milliseconds. */
export interface Config {
  production: boolean
  port: number
  host: string
  /** Where `/metrics` answers, on `host`; missing: on `port`, and only to this machine. */
  metricsPort?: number
  /** Absolute. */
  dataDirectory: string
  /** A PostgreSQL address; without it the database is a file in `dataDirectory`. */
  databaseUrl: string | undefined
  /** A Redis address, by which servers that share a database share their running answers; missing: they do not. */
  redisUrl?: string
  /** A bucket for pages; missing: they are kept in `dataDirectory`. */
  s3?: S3Config
  /** An OpenAI-compatible model; without it the local tutor answers. */
  model: ModelConfig | undefined
  /** Asked in this order where `model` fails before its first word. */
  otherModels?: readonly ModelConfig[]
  /** Always there in production; otherwise one is made and kept in `dataDirectory`. */
  jwtSecret: string | undefined
  wechat: WechatConfig | undefined
  speech: SpeechConfig
  /** Who looks at what students and models write. */
  contentSafety: 'wechat' | 'none'
  /** What becomes of a text of which they do not say anything: it passes, or is refused. */
  contentSafetyUnavailable: 'pass' | 'refuse'
  /** Who may say for whom it calls; a list that `trustedProxies` reads. */
  trustedProxies: string
  keepaliveInterval: number
  modelSilenceTimeout: number
  /** For how long deltas are joined to one frame, at any age of the answer; missing: as its age asks. */
  joinInterval: number | undefined
  /** Answers that one user may have written at once. */
  answersAtOnce: number
  /** Questions of one user and day (of Asia/Shanghai); 0: no limit. */
  dailyAnswers: number
  /** Recordings and texts that one user may have heard or read aloud in a day (of Asia/Shanghai); 0: no limit. */
  dailySpeech: number
  /** Megabytes of pages that are kept of one user; 0: no limit. */
  mostPageMegabytes: number
  /** Questions of one user and minute. */
  asksPerMinute: number
  /** Characters of one answer at the most. */
  mostAnswerCharacters: number
  /** Sockets of one address that have not logged in yet, at the most. */
  mostSocketsBeforeLogin: number
  /** Where spans are sent (OTLP over HTTP); missing: nowhere. */
  otlpEndpoint?: string
  logLevel: LogLevel
  /** Processes that serve on this machine; more than one needs `databaseUrl`. */
  workers: number
}

/** A bucket of an S3-compatible store. */
export interface S3Config {
  endpoint: string
  bucket: string
  accessKey: string
  secretKey: string
  region: string
}

/** Models for speech, at one endpoint; what is not there is not offered. */
export interface SpeechConfig {
  /** OpenAI's own address where it is missing. */
  baseUrl: string | undefined
  apiKey: string | undefined
  /** Makes text of speech. */
  listen: string | undefined
  /** Makes speech of text. */
  speak: { model: string; voice: string } | undefined
}

/** By what WeChat knows the mini-program. */
export interface WechatConfig {
  appId: string
  appSecret: string
}

/** A wrong or missing setting; `message` is one line that says what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads the settings (README.md, "The server's settings") from an environment such as `process.env`; an empty value counts as missing.
 * Throws {@link ConfigError}.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = v.safeParse(environmentSchema, environment)
  if (!parsed.success) throw new ConfigError(parsed.issues[0].message)
  const settings = parsed.output
  const production = settings.NODE_ENV === 'production'
  if (production) refuseIncomplete(settings)
  if (settings.WORKERS > 1 && settings.DATABASE_URL === undefined) {
    throw new ConfigError(
      "WORKERS above 1 needs DATABASE_URL: the embedded database is one process's alone (set DATABASE_URL, or leave WORKERS out)",
    )
  }
  const { METRICS_PORT: metricsPort, OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint } = settings
  if (metricsPort === settings.PORT) throw new ConfigError('METRICS_PORT must be another port than PORT')
  return {
    production,
    port: settings.PORT,
    host: settings.HOST ?? '127.0.0.1',
    ...(metricsPort === undefined ? {} : { metricsPort }),
    ...(otlpEndpoint === undefined ? {} : { otlpEndpoint }),
    dataDirectory: resolve(settings.DATA_DIR ?? './data'),
    databaseUrl: settings.DATABASE_URL,
    ...(settings.REDIS_URL === undefined ? {} : { redisUrl: settings.REDIS_URL }),
    ...readS3(settings),
    ...readModels(settings),
    jwtSecret: settings.JWT_SECRET,
    wechat: readWechat(settings),
    speech: readSpeech(settings),
    contentSafety: readContentSafety(settings),
    contentSafetyUnavailable: settings.CONTENT_SAFETY_UNAVAILABLE,
    keepaliveInterval: settings.KEEPALIVE_INTERVAL_MS,
    modelSilenceTimeout: settings.MODEL_SILENCE_TIMEOUT_MS,
    joinInterval: settings.JOIN_INTERVAL_MS,
    answersAtOnce: settings.ANSWERS_AT_ONCE,
    dailyAnswers: settings.DAILY_ANSWERS,
    dailySpeech: settings.DAILY_SPEECH,
    mostPageMegabytes: settings.MAX_PAGE_MEGABYTES,
    asksPerMinute: settings.ASKS_PER_MINUTE,
    trustedProxies: settings.TRUSTED_PROXIES,
    mostAnswerCharacters: settings.MAX_ANSWER_CHARACTERS,
    mostSocketsBeforeLogin: settings.MAX_SOCKETS_BEFORE_LOGIN,
    logLevel: settings.LOG_LEVEL,
    workers: settings.WORKERS,
  }
}

/** The same of only where the data is: for commands that need nothing else. Throws {@link ConfigError}. */
export function readDataSettings(
  environment: Record<string, string | undefined>,
): Pick<Config, 'dataDirectory' | 'databaseUrl' | 's3'> {
  const parsed = v.safeParse(dataSchema, environment)
  if (!parsed.success) throw new ConfigError(parsed.issues[0].message)
  const { DATA_DIR, DATABASE_URL } = parsed.output
  return {
    dataDirectory: resolve(DATA_DIR ?? './data'),
    databaseUrl: DATABASE_URL,
    ...readS3(parsed.output),
  }
}

/** All of them or none: half a store would only be noticed by the first upload. */
function readS3(settings: v.InferOutput<typeof dataSchema>): Pick<Config, 's3'> {
  const { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION: region } = settings
  const given = { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY }
  if (Object.values(given).every((value) => value === undefined)) return {}
  const missing = Object.entries(given).find(([, value]) => value === undefined)
  if (missing) throw new ConfigError(`${missing[0]} is missing: S3 needs ${Object.keys(given).join(', ')}`)
  const [endpoint = '', bucket = '', accessKey = '', secretKey = ''] = Object.values(given)
  return { s3: { endpoint, bucket, accessKey, secretKey, region } }
}

function refuseIncomplete(settings: Environment): void {
  if (settings.JWT_SECRET === undefined) {
    throw new ConfigError(
      'JWT_SECRET is missing: production needs a long random one (openssl rand -base64 48)',
    )
  }
  if (settings.OPENAI_MODEL === undefined && settings.OPENAI_MODELS_FILE === undefined) {
    throw new ConfigError(
      'OPENAI_MODEL is missing: production needs a model (see also OPENAI_BASE_URL, OPENAI_API_KEY)',
    )
  }
}

function readModels(settings: Environment): Pick<Config, 'model' | 'otherModels'> {
  const [model, ...otherModels] = modelsOf(settings)
  return otherModels.length === 0 ? { model } : { model, otherModels }
}

function modelsOf(settings: Environment): ModelConfig[] {
  const { OPENAI_MODEL: names, OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey } = settings
  const { OPENAI_MODELS_FILE: file } = settings
  if (file !== undefined) {
    if (names !== undefined) throw new ConfigError('OPENAI_MODEL and OPENAI_MODELS_FILE: set one of them')
    return modelsOfFile(file)
  }
  // Many a developer has a key in every shell: without a model the local tutor answers, and the log says so.
  if (names === undefined) return []
  refuseWithoutKey(settings)
  const models = modelNames(names).map((name) => ({ name, baseUrl, apiKey }))
  if (models.length === 0)
    throw new ConfigError('OPENAI_MODEL names no model (leave it out for the local tutor)')
  return models
}

function modelsOfFile(file: string): ModelConfig[] {
  try {
    return readModelsFile(file)
  } catch (error) {
    if (error instanceof ModelSettingsError) throw new ConfigError(error.message)
    throw error
  }
}

function refuseWithoutKey({ OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey }: Environment): void {
  if (baseUrl !== undefined || apiKey !== undefined) return
  throw new ConfigError('OPENAI_API_KEY is missing: set it, or OPENAI_BASE_URL for a model that needs no key')
}

function hasSpeech(settings: Environment): boolean {
  return settings.OPENAI_TRANSCRIPTION_MODEL !== undefined || settings.OPENAI_SPEECH_MODEL !== undefined
}

function readSpeech(settings: Environment): SpeechConfig {
  if (hasSpeech(settings)) refuseWithoutKey(settings)
  const { OPENAI_SPEECH_MODEL: model, OPENAI_SPEECH_VOICE: voice = 'alloy' } = settings
  return {
    baseUrl: settings.OPENAI_BASE_URL,
    apiKey: settings.OPENAI_API_KEY,
    listen: settings.OPENAI_TRANSCRIPTION_MODEL,
    speak: model === undefined ? undefined : { model, voice },
  }
}

function readContentSafety({
  CONTENT_SAFETY: who,
  WECHAT_APPID: appId,
  WECHAT_APP_SECRET: secret,
}: Environment): Config['contentSafety'] {
  if (who === 'wechat' && (appId === undefined || secret === undefined)) {
    throw new ConfigError('CONTENT_SAFETY=wechat needs WECHAT_APPID and WECHAT_APP_SECRET')
  }
  return who
}

function readWechat(settings: Environment): WechatConfig | undefined {
  const { WECHAT_APPID: appId, WECHAT_APP_SECRET: appSecret } = settings
  if (appId === undefined && appSecret === undefined) return undefined
  if (appId === undefined || appSecret === undefined) {
    throw new ConfigError('WECHAT_APPID and WECHAT_APP_SECRET belong together: one of them is missing')
  }
  return { appId, appSecret }
}
