/** A streamed answer in a WeChat mini-program that survives its network: `createAnswerClient`, and a backend for each kind of server. */
export type { KeyValueStore, Logger } from '../../../miniprogram/platform/ports'
export type { Unfinished } from '../../../miniprogram/stream/answer-journal'
export type { Answer, AnswerEvent, AnswerStream, TokenSource } from '../../../miniprogram/stream/answer-types'
export type {
  AskInput,
  Backend,
  BackendCapabilities,
  HistoryMessage,
} from '../../../miniprogram/stream/backend'
export { type TutorSettings, tutorBackend } from '../../../miniprogram/stream/backends/tutor'
export {
  LearningError,
  type LearningErrorCode,
  type LearningErrorDetails,
} from '../../../miniprogram/stream/learning-error'
export type { AnswerState } from '../../../miniprogram/stream/states'
export { CONTENT_TIMEOUT, PROCESSING_TIMEOUT } from '../../../miniprogram/stream/tiers'
export type { TransportChoice } from '../../../miniprogram/stream/transport'
export type { ExtrasComing, FinishReason, Mode, Stage, Usage } from '../../../typings/protocol'
export {
  type AnswerClient,
  type AnswerClientSettings,
  type AskOptions,
  createAnswerClient,
} from './answer-client'
export { type AgUiSettings, agUiBackend } from './backends/ag-ui'
export { type ChatCompletionsSettings, chatCompletionsBackend } from './backends/chat-completions'
export type { Headers } from './http-exchange'
