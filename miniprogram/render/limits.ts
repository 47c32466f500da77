/**
 * Bounds that keep hostile text cheap. Each is a rule of the text alone, never of how it was cut into
 * deltas: a parse in pieces and a parse of the whole text meet the same bound at the same character.
 */

/** Quotes and list items inside one another; what is nested deeper is text. */
export const MAX_CONTAINER_DEPTH = 40

/** A line longer than this (characters) is no rule, underline, fence, table delimiter or HTML start. */
export const MAX_MARKER_LINE = 1000

/** Characters between an inline opener (`*`, `[`, a backtick) and its closer. */
export const MAX_INLINE_SPAN = 2000

/** Equal characters (`*`, backticks) that are one mark; so many are text, and what goes on behind them is a mark of its own. */
export const MAX_MARK = 100

/** Characters of one inline formula. */
export const MAX_INLINE_FORMULA = 1000

/** Characters and lines of one displayed formula. */
export const MAX_DISPLAY_FORMULA = 5000
/** Lines of a formula on lines of its own. */
export const MAX_DISPLAY_FORMULA_LINES = 100

/** Characters of a table's header line, and columns of a table. */
export const MAX_TABLE_HEADER = 2000
/** Columns of a table. */
export const MAX_TABLE_COLUMNS = 60

/** Characters of an HTML block up to which its text is read as any other. */
export const MAX_HTML_TEXT = 5000

/** Half-open emphasis markers that are shown as if they were closed. */
export const MAX_REPAIRED = 6

/** Characters for which an open `[` may keep text back while it is not known whether it is a link. */
export const MAX_HELD_LINK_TEXT = 120

/** Characters of one run in one patch; a longer text is several runs. */
export const MAX_RUN = 4000
