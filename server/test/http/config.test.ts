import { resolve } from 'node:path'
import { ConfigError, readConfig } from '../../src/config'

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
      keepaliveInterval: 5000,
      modelSilenceTimeout: 120000,
      answersAtOnce: 3,
      trustedProxies: 'loopback',
      mostAnswerCharacters: 200_000,
      mostSocketsBeforeLogin: 200,
      logLevel: 'info',
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
      JWT_SECRET: 'secret',
      WECHAT_APPID: 'wx1',
      WECHAT_APP_SECRET: 'app secret',
      KEEPALIVE_INTERVAL_MS: '1000',
      MODEL_SILENCE_TIMEOUT_MS: '60000',
      ANSWERS_AT_ONCE: '5',
      TRUSTED_PROXIES: '10.0.0.5, loopback',
      MAX_ANSWER_CHARACTERS: '1000',
      MAX_SOCKETS_BEFORE_LOGIN: '10',
      LOG_LEVEL: 'DEBUG',
    })
    expect(config).toEqual({
      production: true,
      port: 9000,
      host: '0.0.0.0',
      dataDirectory: resolve('/var/lib/tutor'),
      databaseUrl: 'postgres://tutor@localhost/tutor',
      model: { name: 'vision', baseUrl: 'https://models.example/v1', apiKey: 'key' },
      jwtSecret: 'secret',
      wechat: { appId: 'wx1', appSecret: 'app secret' },
      keepaliveInterval: 1000,
      modelSilenceTimeout: 60000,
      answersAtOnce: 5,
      trustedProxies: '10.0.0.5, loopback',
      mostAnswerCharacters: 1000,
      mostSocketsBeforeLogin: 10,
      logLevel: 'debug',
    })
  })

  const production = { NODE_ENV: 'production', JWT_SECRET: 'x', OPENAI_MODEL: 'm', OPENAI_API_KEY: 'k' }

  test.each([
    ['production without a secret', { ...production, JWT_SECRET: '' }, 'JWT_SECRET'],
    ['production without a model', { ...production, OPENAI_MODEL: '', OPENAI_API_KEY: '' }, 'OPENAI_MODEL'],
    ['a key without a model', { OPENAI_API_KEY: 'k' }, 'OPENAI_MODEL'],
    ['a model without key or address', { OPENAI_MODEL: 'm' }, 'OPENAI_API_KEY'],
    ['half of the mini-program', { WECHAT_APPID: 'wx1' }, 'WECHAT_APP_SECRET'],
    ['a port that is none', { PORT: 'eighty' }, 'PORT'],
    ['a port too high', { PORT: '65536' }, 'PORT'],
    ['half a port', { PORT: '80.5' }, 'PORT'],
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
})
