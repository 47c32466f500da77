/** More must not fill the page. */
const MAX_QUOTED = 2000
const MAX_INLINE = 60

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}……` : text

/** What a student wrote is shown as it stands: none of it is Markdown or a formula. */
export const escaped = (text: string): string => text.replace(/[\\`*_[\]<>#$~|!]/g, '\\$&')

/** What a student wrote, as it is shown. */
export const quote = {
  /** Set off, line by line. */
  block: (text: string): string =>
    shortened(text, MAX_QUOTED)
      .split('\n')
      .map((line) => `> ${escaped(line.trim())}`)
      .join('  \n'),
  /** Within a sentence. */
  inline: (text: string): string => escaped(shortened(text.replace(/\s+/g, ' ').trim(), MAX_INLINE)),
}
