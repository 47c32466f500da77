import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import * as v from 'valibot'
import type { PageReading } from '../answer-text'
import { readingSchema } from './reading-schema'

/** A thread that reads one page at a time, until it is ended. */
export interface ThreadReader {
  /** Rejects where the thread cannot read at all; a thread that dies of a page could not read it. */
  read(bytes: Buffer): Promise<PageReading>
  end(): Promise<void>
}

const replySchema = v.union([v.object({ reading: readingSchema }), v.object({ error: v.string() })])

/** The thread's file: beside the built server, else its source, which tsx compiles. */
function startThread(): Worker {
  const built = path.join(__dirname, 'reader-thread.js')
  if (existsSync(built)) return new Worker(built)
  return new Worker(path.join(__dirname, 'reader-thread.ts'), {
    execArgv: ['--require', createRequire(__filename).resolve('tsx/cjs')],
  })
}

/** Starts a thread that reads pages, one after the other. */
export function createThreadReader(): ThreadReader {
  const thread = startThread()
  // The page that is read keeps the process alive, not a thread that waits for the next one.
  thread.unref()
  return {
    read: (bytes) =>
      new Promise((resolve, reject) => {
        const settle = (told: () => void): void => {
          thread.off('message', answered)
          thread.off('error', died)
          thread.off('exit', died)
          told()
        }
        const answered = (message: unknown): void => {
          const reply = v.parse(replySchema, message)
          settle(() =>
            'error' in reply ? reject(new Error(`the page reader: ${reply.error}`)) : resolve(reply.reading),
          )
        }
        const died = (): void => settle(() => resolve({ failure: 'unreadable' }))
        thread.on('message', answered).on('error', died).on('exit', died)
        thread.postMessage(bytes)
      }),
    end: async () => {
      // What it dies of while it is ended concerns nobody.
      thread.on('error', () => undefined)
      await thread.terminate()
    },
  }
}
