/** Lays formulas out. A formula for which it answers undefined is shown as its source. */
export interface Typesetter {
  /**
   * @param tex the formula without its markers
   * @param display whether it stands on a line of its own
   * @returns the compact layout that the page expands, or undefined if there is none (yet)
   */
  typeset(tex: string, display: boolean): string | undefined
  /**
   * The words in which the formula is read out, coded as they travel to the page; undefined where its source says
   * the same, or there are none (yet).
   */
  speak(tex: string): string | undefined
  /** The same words as a person hears them, for a voice; undefined where there are none (yet). */
  words(tex: string): string | undefined
  /** The formula as a line of text in Unicode, or undefined if that cannot be (yet). */
  plain(tex: string): string | undefined
}
