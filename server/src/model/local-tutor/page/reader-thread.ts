import { parentPort } from 'node:worker_threads'
import { readPage } from './read-page'
import { loadTextModel } from './text-model'

/**
 * The thread that reads pages: a page keeps a core busy for a second or more, in which the server has others to answer. It
 * is sent a page's bytes, and answers with a PageReading or with an error's text (ReaderThread).
 */
const model = loadTextModel()
// What went wrong is told to whoever asks first.
model.catch(() => undefined)

parentPort?.on('message', (bytes: Uint8Array) => {
  void model
    .then(async (loaded) => ({ reading: await readPage(loaded, bytes) }))
    .catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }))
    .then((reply) => parentPort?.postMessage(reply))
})
