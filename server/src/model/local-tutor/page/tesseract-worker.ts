import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { Worker as Thread } from 'node:worker_threads'
import { gunzip } from 'node:zlib'
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js'

/**
 * One block of text keeps lines that stand alone; Sauvola's thresholds (2) read pages that lie half in the shade; the
 * resolution only silences a warning.
 */
const READING = {
  tessedit_pageseg_mode: PSM.SINGLE_BLOCK,
  thresholding_method: '2',
  user_defined_dpi: '300',
}

/** The folder of a language's data inside its package: nothing is downloaded. */
const dataFolder = (language: string): string =>
  path.join(path.dirname(require.resolve(`@tesseract.js-data/${language}/package.json`)), '4.0.0_best_int')

/**
 * Starts a reader of printed Chinese and English.
 *
 * The two languages come from two packages, but a worker loads from one folder only: the second is put into the
 * worker's own (virtual) file system. `languages` is the array that createWorker keeps as its list of what is loaded.
 */
export async function startReader(): Promise<Worker> {
  const languages = ['chi_sim']
  const worker = await created(languages)
  surviveCrash(worker)
  try {
    const english = await readFile(path.join(dataFolder('eng'), 'eng.traineddata.gz'))
    await worker.FS('writeFile', ['./eng.traineddata', await promisify(gunzip)(english)])
    languages.push('eng')
    await worker.reinitialize('chi_sim+eng')
    await worker.setParameters(READING)
    return worker
  } catch (error) {
    await worker.terminate()
    throw error
  }
}

/**
 * A thread that dies (out of memory on a monstrous picture) must not take the server with it: its reading then never
 * ends, and the limit of a page gives it up together with the thread.
 */
function surviveCrash(worker: Worker): void {
  const thread: unknown = Reflect.get(worker, 'worker')
  if (thread instanceof Thread) thread.on('error', () => undefined)
}

/** createWorker itself never settles when its data cannot be loaded: its error handler then tells. */
function created(languages: string[]): Promise<Worker> {
  return new Promise((resolve, reject) => {
    createWorker(languages, OEM.LSTM_ONLY, {
      langPath: dataFolder('chi_sim'),
      cacheMethod: 'none',
      errorHandler: (error: unknown) => reject(new Error(`the page reader did not start: ${String(error)}`)),
    }).then(resolve, reject)
  })
}
