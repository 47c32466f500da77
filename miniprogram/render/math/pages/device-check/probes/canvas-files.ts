import { type Canvas, offscreenCanvas } from '../../../../../platform/wx-canvas'
import { fileByHost, fileByText } from '../../../../../platform/wx-canvas-file'
import { wxLogger } from '../../../../../platform/wx-logger'

/** Pixels of a page as it is sent. */
const PAGE = { width: 1500, height: 2000 }

/** The ways from a canvas off the screen to a file, by the ids of their probes. */
const WAYS: readonly [id: string, way: (canvas: Canvas) => Promise<string>][] = [
  ['canvasFile', fileByHost],
  ['canvasText', fileByText],
]

/** Draws a page and saves it each way: the ids of those that this host knows. */
export async function triedCanvases(): Promise<Set<string>> {
  const succeeded = new Set<string>()
  for (const [id, way] of WAYS) {
    try {
      const canvas = Object.assign(offscreenCanvas(), PAGE)
      const context = canvas.getContext('2d')
      context.fillStyle = '#0a7161'
      context.fillRect(0, 0, PAGE.width, PAGE.height)
      await way(canvas)
      succeeded.add(id)
    } catch (error) {
      wxLogger.info(`[device-check] ${id}`, error)
    }
  }
  return succeeded
}
