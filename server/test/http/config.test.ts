import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ConfigError, readConfig } from '../../src/settings/config'

function modelsFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'tutor-models-')), 'models.json')
  writeFileSync(path, text)
  return path
}

describe('settings from the environment', () => {
  test('nothing set gives a development server that needs nothing else', () => {
    expect(readConfig({})).toEqual({
      production: false,
      port: 8000,
      host: '127.0.0.1',
      dataDirectory: resolve('./data'),
      databaseUrl: undefined,
      model: undefined,
      jwtSecret: undefined,
      wechat: undefined,
      speech: { baseUrl: undefined, apiKey: undefined, listen: undefined, speak: undefined },
      keepaliveInterval: 5000,
      modelSilenceTimeout: 120000,
      answersAtOnce: 3,
      contentSafety: 'none',
      contentSafetyUnavailable: 'pass',
      asksPerMinute: 60,
      dailyAnswers: 0,
      dailySpeech: 500,
      mostPageMegabytes: 2048,
      trustedProxies: 'loopback',
      mostAnswerCharacters: 200_000,
      mostSocketsBeforeLogin: 200,
      logLevel: 'info',
      workers: 1,
    })
  })

  test('an empty setting counts as missing', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', OPENAI_MODEL: '', LOG_LEVEL: '' })).toEqual(
      readConfig({}),
    )
  })

  test('everything can be set', () => {
    const config = readConfig({
      NODE_ENV: 'production',
      PORT: '9000',
      HOST: '0.0.0.0',
      DATA_DIR: '/var/lib/tutor',
      DATABASE_URL: 'postgres://tutor@localhost/tutor',
      OPENAI_BASE_URL: 'https://models.example/v1',
      OPENAI_API_KEY: 'key',
      OPENAI_MODEL: 'vision',
      OPENAI_TRANSCRIPTION_MODEL: 'listener',
      OPENAI_SPEECH_MODEL: 'speaker',
      OPENAI_SPEECH_VOICE: 'nova',
      JWT_SECRET: 'a secret of thirty-two characters',
      WECHAT_APPID: 'wx1',
      WECHAT_APP_SECRET: 'app secret',
      KEEPALIVE_INTERVAL_MS: '1000',
      MODEL_SILENCE_TIMEOUT_MS: '60000',
      ANSWERS_AT_ONCE: '5',
      ASKS_PER_MINUTE: '10',
      DAILY_ANSWERS: '30',
      DAILY_SPEECH: '40',
      CONTENT_SAFETY_UNAVAILABLE: 'Refuse',
      MAX_PAGE_MEGABYTES: '0',
      TRUSTED_PROXIES: '10.0.0.5, loopback',
      MAX_ANSWER_CHARACTERS: '1000',
      MAX_SOCKETS_BEFORE_LOGIN: '10',
      LOG_LEVEL: 'DEBUG',
      WORKERS: '3',
    })
    expect(config).toEqual({
      production: true,
      port: 9000,
      host: '0.0.0.0',
      dataDirectory: resolve('/var/lib/tutor'),
      databaseUrl: 'postgres://tutor@localhost/tutor',
      model: { name: 'vision', baseUrl: 'https://models.example/v1', apiKey: 'key' },
      jwtSecret: 'a secret of thirty-two characters',
      wechat: { appId: 'wx1', appSecret: 'app secret' },
      speech: {
        baseUrl: 'https://models.example/v1',
        apiKey: 'key',
        listen: 'listener',
        speak: { model: 'speaker', voice: 'nova' },
      },
      keepaliveInterval: 1000,
      modelSilenceTimeout: 60000,
      answersAtOnce: 5,
      contentSafety: 'none',
      contentSafetyUnavailable: 'refuse',
      asksPerMinute: 10,
      dailyAnswers: 30,
      dailySpeech: 40,
      mostPageMegabytes: 0,
      trustedProxies: '10.0.0.5, loopback',
      mostAnswerCharacters: 1000,
      mostSocketsBeforeLogin: 10,
      logLevel: 'debug',
      workers: 3,
    })
  })

  test('several models are asked in the order in which they are named', () => {
    const config = readConfig({ OPENAI_MODEL: ' a, b ,c,', OPENAI_API_KEY: 'k' })
    expect(config.model?.name).toBe('a')
    expect(config.otherModels?.map(({ name, apiKey }) => [name, apiKey])).toEqual([
      ['b', 'k'],
      ['c', 'k'],
    ])
  })

  test('speech needs no other model, and speaks with the voice alloy unless another is named', () => {
    const { model, speech } = readConfig({ OPENAI_SPEECH_MODEL: 's', OPENAI_BASE_URL: 'http://s/v1' })
    expect([model, speech.speak, speech.listen]).toEqual([
      undefined,
      { model: 's', voice: 'alloy' },
      undefined,
    ])
    for (const name of ['OPENAI_SPEECH_MODEL', 'OPENAI_TRANSCRIPTION_MODEL'])
      expect(() => readConfig({ [name]: 's' })).toThrow(/OPENAI_API_KEY is missing/)
  })

  test('a file gives each model what it needs', () => {
    const file = modelsFile(
      '[{"model":"a","endpoint":"https://a/v1","key":"k","parameters":{"temperature":0}},{"model":"b","sees_images":false}]',
    )
    const { model, otherModels } = readConfig({ OPENAI_MODELS_FILE: file })
    expect(model).toEqual({ name: 'a', baseUrl: 'https://a/v1', apiKey: 'k', parameters: { temperature: 0 } })
    expect(otherModels).toEqual([{ name: 'b', seesImages: false }])
  })

  test.each([
    ['is missing', '/nowhere/models.json', /ENOENT/],
    ['is no JSON', () => modelsFile('[{"key":"secret-1"'), /is no JSON/],
    ['is empty', () => modelsFile('[]'), /the whole file is wrong/],
    ['has a wrong word', () => modelsFile('[{"model":"a","modle":"b"}]'), /0\.modle is wrong/],
    [
      'has an address that is none',
      () => modelsFile('[{"model":"a","endpoint":"a"}]'),
      /0\.endpoint is wrong/,
    ],
    [
      'has an address at no port',
      () => modelsFile('[{"model":"a","endpoint":"http://host:99999/v1"}]'),
      /0\.endpoint is wrong/,
    ],
  ])('a file of models that %s is told in one line', (_what, file, expected) => {
    const path = typeof file === 'string' ? file : file()
    const read = () => readConfig({ OPENAI_MODELS_FILE: path })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(expected)
    expect(read).not.toThrow(/secret-1|\n/)
  })

  it('answers by the local tutor where there is a key or an address and no model, as in many a shell', () => {
    const environment = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'https://models.test/v1' }
    expect(readConfig(environment).model).toBeUndefined()
  })

  const production = {
    NODE_ENV: 'production',
    JWT_SECRET: 'x'.repeat(32),
    OPENAI_MODEL: 'm',
    OPENAI_API_KEY: 'k',
  }

  test.each([
    ['production without a secret', { ...production, JWT_SECRET: '' }, 'JWT_SECRET'],
    ['production without a model', { ...production, OPENAI_MODEL: '', OPENAI_API_KEY: '' }, 'OPENAI_MODEL'],
    ['a model without key or address', { OPENAI_MODEL: 'm' }, 'OPENAI_API_KEY'],
    ['half of the mini-program', { WECHAT_APPID: 'wx1' }, 'WECHAT_APP_SECRET'],
    ['a port that is none', { PORT: 'eighty' }, 'PORT'],
    ['a port too high', { PORT: '65536' }, 'PORT'],
    ['half a port', { PORT: '80.5' }, 'PORT'],
    ['a port in another notation', { PORT: '0x1F' }, 'PORT'],
    ['an interval in another notation', { KEEPALIVE_INTERVAL_MS: '1e3' }, 'KEEPALIVE_INTERVAL_MS'],
    ['a port of metrics in another notation', { METRICS_PORT: '1e3' }, 'METRICS_PORT'],
    ['production that is written otherwise', { NODE_ENV: 'prod' }, 'NODE_ENV'],
    [
      'production without a secret, in capitals',
      { ...production, NODE_ENV: 'Production', JWT_SECRET: '' },
      'JWT_SECRET',
    ],
    ['a list of models with none', { OPENAI_API_KEY: 'k', OPENAI_MODEL: ' , ' }, 'OPENAI_MODEL'],
    ['production with a list of no models', { ...production, OPENAI_MODEL: ',' }, 'OPENAI_MODEL'],
    ['a database nowhere', { DATABASE_URL: 'postgres://' }, 'DATABASE_URL'],
    ['a database behind a bare # of a password', { DATABASE_URL: 'postgres://u:p#w@/db' }, 'DATABASE_URL'],
    ['a database at no port', { DATABASE_URL: 'postgres://host:one/db' }, 'DATABASE_URL'],
    ['a Redis at no port', { REDIS_URL: 'redis://host:one' }, 'REDIS_URL'],
    ['a model at no port', { OPENAI_MODEL: 'm', OPENAI_BASE_URL: 'http://host:99999/v1' }, 'OPENAI_BASE_URL'],
    ['spans to no port', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://host:one' }, 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    ['a bucket at no port', { S3_ENDPOINT: 'http://host:one' }, 'S3_ENDPOINT'],
    ['an interval of nothing', { KEEPALIVE_INTERVAL_MS: '0' }, 'KEEPALIVE_INTERVAL_MS'],
    ['another database', { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    ['an address that is none', { OPENAI_MODEL: 'm', OPENAI_BASE_URL: 'models' }, 'OPENAI_BASE_URL'],
    ['a proxy that is no address', { TRUSTED_PROXIES: 'proxy' }, 'TRUSTED_PROXIES'],
    ['an answer of nothing', { MAX_ANSWER_CHARACTERS: '0' }, 'MAX_ANSWER_CHARACTERS'],
    ['no sockets', { MAX_SOCKETS_BEFORE_LOGIN: '0' }, 'MAX_SOCKETS_BEFORE_LOGIN'],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  ])('%s is refused in one line that names the setting', (_what, environment, setting) => {
    const read = () => readConfig(environment)
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(new RegExp(`^[^\n]*${setting}[^\n]*$`))
  })

  test.each([
    'postgres:///tutor?host=/run/postgresql',
    'postgres://tutor:p%23w@db.internal:5432/tutor',
    'postgresql://[::1]/tutor',
    'postgres:///tutor',
    'postgres://tutor:pw@/tutor?host=/var/run/postgresql',
    'postgresql://tutor@/tutor?host=/run/postgresql',
  ])('a database may be at %s', (address) => {
    expect(readConfig({ DATABASE_URL: address }).databaseUrl).toBe(address)
  })

  test.each([undefined, '', 'development', 'test', 'Development'])('%p is no production', (NODE_ENV) => {
    expect(readConfig({ NODE_ENV }).production).toBe(false)
  })
})
