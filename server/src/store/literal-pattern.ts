import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'

/** A pattern for `like … escape '\'` that finds the term itself, whatever characters it has. */
export function literalPattern(term: string): string {
  return `%${term.replace(/[\\%_]/g, (character) => `\\${character}`)}%`
}

/** The database folds both sides: SQLite folds ASCII only, and would not find what is folded here. */
export function like(text: Expression<unknown>, pattern: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`lower(${text}) like lower(${pattern}) escape '\\'`
}
