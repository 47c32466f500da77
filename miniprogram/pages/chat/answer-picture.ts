import { formulasAwaited, shownText } from '../../components/answer-content/copied-text'
import { answerSheet, SHEET } from '../../conversation/answer-sheet'
import type { Turn } from '../../conversation/turn'
import { drawSheet, givePicture } from '../../platform/wx-sheet'

/**
 * Draws a question and its answer on a sheet of paper, and has the student keep it or send it on. Rejects where no picture can be made.
 * To be loaded when it is asked for: it brings the reader of Markdown, which is not run before the first frame.
 */
export async function givePictureOf({ content, text }: Pick<Turn, 'content' | 'text'>): Promise<void> {
  await formulasAwaited()
  await givePicture(await drawSheet(SHEET, (measure) => answerSheet(content, shownText(text), measure)))
}
