import type { Logger } from '../../miniprogram/platform/ports'

/** Says nothing. */
export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }
