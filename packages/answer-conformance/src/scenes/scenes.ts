import { failures } from './failures'
import { links } from './links'
import { numbers } from './numbers'
import { olderServers } from './older-servers'
import type { Scene } from './scene'
import { stopping } from './stopping'

/** All of them, by their names. */
export const SCENES: readonly Scene[] = [...links, ...numbers, ...failures, ...stopping, ...olderServers]
