import { SecretUnusable } from '../auth/secret'
import { errorCode } from '../errors/error-code'
import { StoreAway } from '../errors/store-away'
import { BucketAway } from '../files/bucket-away'
import { type Config, ConfigError } from '../settings/config'
import { DatabaseUnavailable } from '../store/connections'
import { DataInUse, RestoreUnfinished } from '../store/data-lock'
import { AddressInUse } from './address-in-use'

/** Errors whose message is that line already. */
const EXPLAINED = [
  ConfigError,
  AddressInUse,
  DataInUse,
  RestoreUnfinished,
  DatabaseUnavailable,
  SecretUnusable,
]

type Setting = Pick<Config, 'host' | 'port' | 'dataDirectory'>

/** What the operating system or SQLite says of a data folder, and what is to be done. */
const DATA_FAILURES: readonly (readonly [codes: readonly string[], (folder: string) => string])[] = [
  [
    ['EACCES', 'EPERM', 'EROFS', 'SQLITE_READONLY', 'SQLITE_PERM', 'SQLITE_CANTOPEN', 'SQLITE_AUTH'],
    (folder) =>
      `The data folder ${folder} cannot be written to. Let this user write there, or choose another folder with DATA_DIR.`,
  ],
  [
    ['EEXIST', 'ENOTDIR', 'EISDIR'],
    (folder) =>
      `The data folder ${folder} cannot be made: a part of its path is a file, or a file of the server's is a folder. Choose another folder with DATA_DIR.`,
  ],
  [
    ['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL'],
    (folder) =>
      `The disk of the data folder ${folder} is full. Make room, or choose another folder with DATA_DIR.`,
  ],
  [
    ['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'SQLITE_FORMAT'],
    (folder) =>
      `A database in ${folder} is damaged or is none. Bring back a copy of tutor.db and drafts.db, or begin anew in another folder with DATA_DIR.`,
  ],
  [
    ['EIO', 'SQLITE_IOERR', 'EMFILE', 'ENFILE'],
    (folder) =>
      `The disk of the data folder ${folder} does not read or write as it should. Look at the disk, or choose another folder with DATA_DIR.`,
  ],
  [
    ['SQLITE_BUSY', 'SQLITE_LOCKED'],
    (folder) =>
      `A database in ${folder} is locked by another program. End that one, or choose another folder with DATA_DIR.`,
  ],
]

/** The same of the address to listen on. */
const ADDRESS_FAILURES = [
  'EADDRNOTAVAIL',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EINVAL',
  'EAFNOSUPPORT',
  'ENODATA',
]

/** Why the server did not start, or a command was not carried out, as one line that says what to do. Never a stack. */
export function startFailure(failure: unknown, setting: Setting | undefined): string {
  const error = failure instanceof StoreAway ? failure.cause : failure
  const message = messageOf(error)
  if (failure instanceof BucketAway) {
    return `The bucket ${failure.bucket} does not answer as it should: ${oneLine(message)}. Look at the store, and at S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY and S3_SECRET_KEY.`
  }
  if (EXPLAINED.some((known) => error instanceof known)) return message
  const told = setting === undefined ? undefined : explain(error, message, setting)
  return told ?? `The server cannot start: ${oneLine(message)}. LOG_LEVEL=debug says more.`
}

function explain(error: unknown, message: string, setting: Setting): string | undefined {
  const { host, port, dataDirectory } = setting
  const code = codeOf(error, message)
  if (isOfAddress(error)) {
    return ADDRESS_FAILURES.includes(code)
      ? `HOST=${host} is no address of this machine. Leave it out, or use 127.0.0.1, or 0.0.0.0 for all of them.`
      : `The server may not listen on port ${port} of ${host} (${code}). Choose another port, for example PORT=8000.`
  }
  if (/previously executed migration .* is missing/.test(message)) {
    return `The database was made by a newer version of this server. Start that version, or choose another folder with DATA_DIR.`
  }
  const known = DATA_FAILURES.find(([codes]) =>
    codes.some((name) => code === name || code.startsWith(`${name}_`)),
  )
  return known?.[1](dataDirectory)
}

/** Only of an address do these system calls speak. */
function isOfAddress(error: unknown): boolean {
  const call = typeof error === 'object' && error !== null && 'syscall' in error ? error.syscall : undefined
  return ['listen', 'bind', 'getaddrinfo'].some((known) => known === call)
}

/** libsql gives a file that it cannot open no code. */
function codeOf(error: unknown, message: string): string {
  return /unable to open connection to local database/i.test(message) ? 'SQLITE_CANTOPEN' : errorCode(error)
}

function messageOf(error: unknown): string {
  const told = typeof error === 'object' && error !== null && 'message' in error ? error.message : error
  return String(told)
}

function oneLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return lines
    .filter((line) => line !== '')
    .join(' ')
    .replace(/\.$/, '')
}
