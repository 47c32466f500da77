/** What migrations have added, so that a later statement may work on it. */
interface Added {
  tables: Set<string>
  /** As `table.column`. */
  columns: Set<string>
}

/**
 * Which of these statements do more than add: a version that does not know them could fail beside them. Statements are as
 * Kysely compiles them, in the order in which they ran. A new table, an index, a column that is null or has a default, and
 * filling what was added are additions; everything else is none.
 */
export function moreThanAdditions(statements: readonly string[]): string[] {
  const added: Added = { tables: new Set(), columns: new Set() }
  return statements.filter((statement) => !adds(statement.trim(), added))
}

function adds(statement: string, { tables, columns }: Added): boolean {
  const table = /"(\w+)"/.exec(statement)?.[1] ?? ''
  if (/^(begin|commit|select|with [^;]*\) select)\b/i.test(statement)) return true
  if (/^create table /i.test(statement)) return tables.add(table).has(table)
  if (/^create index /i.test(statement)) return true
  if (/^create unique index /i.test(statement)) return tables.has(/ on "(\w+)"/.exec(statement)?.[1] ?? '')
  if (/^insert into /i.test(statement)) return tables.has(table)
  if (/^update /i.test(statement)) return tables.has(table) || fills(statement, table, columns)
  const column = /^alter table "\w+" add column "(\w+)" (?!.*\bunique\b)(.*)$/i.exec(statement)
  if (column === null) return false
  columns.add(`${table}.${column[1]}`)
  return !/not null/i.test(column[2] ?? '') || /\bdefault\b/i.test(column[2] ?? '')
}

/** Whether an update writes columns that were added, and no others. */
function fills(statement: string, table: string, columns: ReadonlySet<string>): boolean {
  const set = / set (.*?)( where | from |$)/is.exec(statement)?.[1] ?? ''
  const written = [...set.matchAll(/(?:^|,\s*)"(\w+)" = /g)].map(([, column]) => `${table}.${column}`)
  return written.length > 0 && written.every((column) => columns.has(column))
}
