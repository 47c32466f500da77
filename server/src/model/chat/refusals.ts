import { ModelError, type ModelErrorCode } from '../model'
import type { VendorFailure } from './vendor-failure'

/** What of a call decides how its failure is to be taken. */
export interface CallState {
  /** Text or thoughts had come already. */
  begun: boolean
  /** The question had pages. */
  images: boolean
}

interface Kind {
  code: ModelErrorCode
  retryable: boolean
  /** Parts of codes and types, in small letters and without any signs. */
  names: readonly string[]
  /** Whole codes: numbers that are part of many another. */
  exact?: readonly string[]
  words?: RegExp
}

/**
 * How vendors say why they refuse: by the codes and types of OpenAI, Azure, DashScope, Ark, Zhipu, DeepSeek, Moonshot and
 * MiniMax, then by their words. The first kind that fits counts.
 */
const CONTENT: Kind = {
  code: 'CONTENT_REJECTED',
  retryable: false,
  names: [
    'contentfilter',
    'contentpolicy',
    'contentsafety',
    'contentmoderation',
    'contentrejected',
    'contentrisk',
    'datainspection',
    'sensitivecontent',
    'sensitiveword',
    'sensitiveinformation',
    'riskdetection',
    'responsibleai',
    'policyviolation',
    'promptblocked',
    'promptattack',
    'invalidprompt',
    'unsafe',
    'prohibitedcontent',
    'ipinfringement',
    'safety',
    'recitation',
    'blocklist',
    'spii',
  ],
  exact: ['1301', '1026', '1027', 'sensitive', 'refusal', 'highrisk'],
  words:
    /content exists risk|considered high risk|(?<!case[- ])sensitive (?:content|information|words?)|inappropriate content|content (?:management )?policy|(?:unsafe|prohibited) content|flagged (?:as|by|for)|敏感(?:内容|信息|词)|不安全或敏感|违规内容|内容安全/i,
}

const IMAGE: Kind = {
  code: 'IMAGE_REJECTED',
  retryable: false,
  names: ['image', 'pixellimit', 'multimodal', 'unsupportedmedia', 'datauri'],
  words:
    /\bimages?\b|image_url|\bpictures?\b|\bvision\b|multi-?modal|data-uri|media resource|图片(?:输入)?格式|图片(?:大小|尺寸|过大|解析|下载)|图像/i,
}

/**
 * The question, its pages and what was said before are more than the model reads. 1261 is Zhipu's.
 */
const TOO_LONG: Kind = {
  code: 'TOO_LONG',
  retryable: false,
  names: [
    'contextlength',
    'contextwindow',
    'contextsize',
    'stringabovemaxlength',
    'requesttoolarge',
    'prompttoolong',
  ],
  exact: ['1261'],
  words:
    /maximum context length|context (?:length|window|size|limit)|input[_ ](?:length|tokens?)[^.]{0,40}exceed|input token count|range of input length|prompt (?:is )?(?:too long|exceeds)|prompt contains [\d,]+ tokens|decoder prompt|length of (?:the )?prompt(?:_tokens)?|model token limit|max(?:imum)? message tokens|total tokens of image and text|reduce the length of the messages|(?:exceeds?|exceeding) (?:the )?max(?:imum)? (?:input |prompt |number of )?(?:length|tokens)|上下文(?:长度|窗口)|(?:输入|提示词?|prompt)[^，。]{0,12}(?:超长|过长|超过|超出)/i,
}

/** Nobody's fault but the operator's: no money, no key, no such model. */
const ACCOUNT: Kind = {
  code: 'MODEL_UNAVAILABLE',
  retryable: true,
  names: [
    'insufficientquota',
    'insufficientbalance',
    'insufficientuserquota',
    'currentquota',
    'quotaexceeded',
    'arrear',
    'overdue',
    'billing',
    'unpurchased',
    'freetier',
    'accountlocked',
  ],
  exact: ['1112', '1113', '1121', '1304', '1308', '1309', '1310', '1008'],
  words:
    /insufficient (?:balance|quota)|arrearage|overdue|check your plan and billing|quota (?:(?:is|was|has been|have been) )?(?:exceeded|exhausted|used up)|余额不足|额度(?:已|不足|用)|欠费/i,
}

const OVERLOAD: Kind = {
  code: 'OVERLOADED',
  retryable: true,
  names: [
    'ratelimit',
    'limitrequests',
    'limitburst',
    'throttl',
    'toomanyrequests',
    'requestburst',
    'overload',
    'serverbusy',
    'setlimitexceeded',
    'inflightbatchsize',
    'rpmexceeded',
    'tpmexceeded',
    'resourceexhausted',
    'insufficientsystemresource',
    'engineoverloaded',
    'capacity',
  ],
  exact: ['1302', '1303', '1305', '1312', '1002'],
}

const TIMEOUT: Kind = { code: 'MODEL_TIMEOUT', retryable: true, names: ['timeout', 'timedout'] }

/** A failure of a call as the answer service knows it. */
export function toModelError(failure: VendorFailure, state: CallState): ModelError {
  const { code, retryable } = kindOf(failure, state)
  const { retryAfterMs, status = 0 } = failure
  const told = { cause: failure.words, persists: KEY_REFUSED.has(status) }
  return new ModelError(
    code,
    failureLabel(failure),
    retryable,
    retryAfterMs === undefined ? told : { ...told, retryAfterMs },
  )
}

/** The key is wrong, not paid for, or not allowed to do this. */
const KEY_REFUSED: ReadonlySet<number> = new Set([401, 402, 403])

/** Whether a `finish_reason` says that the vendor did not want to answer. */
export function isRejection(reason: string): boolean {
  return isNamed(CONTENT, [reason])
}

/** Whether a `finish_reason` says that the vendor had no room for the answer. */
export function isOverload(reason: string): boolean {
  return isNamed(OVERLOAD, [reason])
}

/** What a failure is called: its status, code and type, and no sentence of the vendor's. */
export function failureLabel({ status, code, type }: VendorFailure): string {
  return [status === undefined ? 'in the stream:' : String(status), code, type].filter(isName).join(' ')
}

function kindOf(told: VendorFailure, { begun, images }: CallState): Pick<Kind, 'code' | 'retryable'> {
  const failure = withStatus(told)
  // A page that could not be fetched or opened "during data inspection" is no forbidden one.
  if (images && saysUnreadable(failure)) return IMAGE
  if (fits(CONTENT, failure)) return CONTENT
  if (begun) return { code: 'GENERATION_INTERRUPTED', retryable: true }
  if (failure.status === 429 && BEYOND_THE_MINUTE.test(failure.words)) return TOO_LONG
  // Quotas and limits are told in tokens and pictures as well: they come before the words for those.
  const limited = [ACCOUNT, OVERLOAD].find((each) => fits(each, failure))
  if (limited !== undefined) return limited
  if (isTooLong(failure, images)) return TOO_LONG
  if (images && isRefusedRequest(failure) && fits(IMAGE, failure)) return IMAGE
  if (fits(TIMEOUT, failure)) return TIMEOUT
  return images && saysUnseen(failure) ? IMAGE : byStatus(failure)
}

/** OpenRouter and Gemini answer with 200, and tell a limit in the stream by the status that it would have had. */
function withStatus(failure: VendorFailure): VendorFailure {
  return failure.code === '429' ? { ...failure, status: 429 } : failure
}

/** OpenAI has a limit of tokens a minute that one question alone may be beyond. */
const BEYOND_THE_MINUTE = /request too large for/i

/** Pages have a length, too, in pixels and megabytes: what is told of these is the question's. */
const OF_TOKENS =
  /token|context|input[_ ]length|(?:decoder|length of(?: the)?) prompt|prompt (?:is )?(?:too long|exceeds)|上下文/i
/** The limit of an answer, which the operator sets, and not what is asked. */
const ANSWER_LIMIT = /\bmax_?(?:completion_?|output_?|new_?)?tokens\b/i
const OF_QUESTION = /context|input|prompt|messages|上下文|输入/i

function isTooLong(failure: VendorFailure, images: boolean): boolean {
  if (!isRefusedRequest(failure)) return false
  if (isNamed(TOO_LONG, namesOf(failure))) return true
  const { status, words } = failure
  if (ANSWER_LIMIT.test(words) && !OF_QUESTION.test(words)) return false
  const ofPages = images && fits(IMAGE, failure)
  if (fits(TOO_LONG, failure)) return !ofPages || OF_TOKENS.test(words)
  // Of a proxy that says no more than that.
  return status === 413 && !ofPages
}

const UNREADABLE =
  /unable to (?:download|open|decode|process) (?:the )?(?:media|image)|image format is illegal/i

function saysUnreadable(failure: VendorFailure): boolean {
  return isRefusedRequest(failure) && UNREADABLE.test(failure.words)
}

/** Statuses with which some say that no model of theirs sees: OpenRouter finds none, llama.cpp has no part for it. */
const UNSEEN: ReadonlySet<number | undefined> = new Set([404, 500, 501])
/** Many a model has a word for seeing in its name, such as "llama-3.2-11b-vision-instruct". */
const MODEL_NAME = /\d|-(?:vision|image)|(?:vision|image)-/i

function saysUnseen({ status, words }: VendorFailure): boolean {
  if (!UNSEEN.has(status)) return false
  const withoutNames = words.replace(/[\w./:-]+/g, (word) => (MODEL_NAME.test(word) ? ' ' : word))
  return IMAGE.words?.test(withoutNames) === true
}

function byStatus({ status }: VendorFailure): Pick<Kind, 'code' | 'retryable'> {
  switch (status) {
    case 429:
    case 529:
      return OVERLOAD
    case 408:
    case 504:
    case 524:
      return TIMEOUT
    case 400:
    case 422:
      // The same question would be refused again.
      return { code: 'MODEL_UNAVAILABLE', retryable: false }
    default:
      return { code: 'MODEL_UNAVAILABLE', retryable: true }
  }
}

/** Words decide only where the request itself was refused: others speak of keys, limits and addresses. */
function fits(kind: Kind, failure: VendorFailure): boolean {
  if (isNamed(kind, namesOf(failure))) return true
  return kind.words !== undefined && isRefusedRequest(failure) && kind.words.test(failure.words)
}

function namesOf({ code, type }: VendorFailure): string[] {
  return [code, type, ...code.split(' ')]
}

const REFUSED_REQUEST: ReadonlySet<number | undefined> = new Set([
  undefined,
  200,
  400,
  402,
  403,
  413,
  415,
  422,
  451,
])

function isRefusedRequest({ status }: VendorFailure): boolean {
  return REFUSED_REQUEST.has(status)
}

function isNamed({ names, exact = [] }: Kind, given: readonly string[]): boolean {
  const plain = given
    .map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter((name) => name !== '')
  return plain.some((name) => exact.includes(name) || names.some((part) => name.includes(part)))
}

function isName(value: string): boolean {
  return /^[\w .:-]{1,64}$/.test(value)
}
