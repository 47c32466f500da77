import { shownText } from '../../../components/answer-content/copied-text'
import { formulasSettled } from '../../../components/answer-content/formula-typesetter'
import { drawSheets } from '../../../platform/wx-sheet'
import { program } from '../../../running-program'
import { PAPER, printPages } from '../../book/print-pages'
import type { MadeFile } from '../../components/file-sheet/file-sheet'
import { desk } from '../../desk'
import { mistakeMessages } from '../../messages/mistakes.zh-CN'

/** The mistake book as a sheet to print: a file, pictures of its pages, or a text. */
export function printSheet(): MadeFile {
  const { mistakes } = program()
  const { title, text, file } = mistakeMessages.sheet
  return {
    title,
    text,
    name: file,
    make: () => mistakes.sheet('html'),
    pictures: async () => {
      const { book } = desk()
      if (book.state !== 'loaded') await book.refresh()
      await formulasSettled()
      // Oldest first, as in the file.
      const all = [...book.mistakes].sort(
        (one, other) => one.created_at.localeCompare(other.created_at) || (one.id < other.id ? -1 : 1),
      )
      return drawSheets(PAPER, (measure) => printPages(all, (markdown) => shownText(markdown), measure))
    },
    copy: () => mistakes.sheet('md'),
  }
}
