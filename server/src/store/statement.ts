import {
  type Compilable,
  type CompiledQuery,
  type DialectAdapter,
  type Kysely,
  type QueryResult,
  type RawBuilder,
  sql,
} from 'kysely'
import type { Schema } from './schema'

/** Where a value goes that is told each time. */
class Slot {
  constructor(readonly name: PropertyKey) {}
}

/** A statement that is built already: carried out with these values. */
export type Statement<Values, Row, Tables = Schema> = (
  database: Kysely<Tables>,
  values: Values,
) => Promise<Row[]>

/**
 * A statement that is built and compiled once for each kind of database, and not each time: that costs more than most of them do.
 * `build` says by `value` where a value goes; which statement it is must not depend on any of them.
 */
export function statement<Values extends object, Row = unknown, Tables = Schema>(
  build: (
    database: Kysely<Tables>,
    value: <Name extends keyof Values>(name: Name) => RawBuilder<Values[Name]>,
  ) => Compilable<Row>,
): Statement<Values, Row, Tables> {
  const compiled = new WeakMap<DialectAdapter, CompiledQuery<Row>>()
  const value = <Name extends keyof Values>(name: Name) => sql<Values[Name]>`${new Slot(name)}`
  return async (database, values) => {
    const { adapter } = database.getExecutor()
    let query = compiled.get(adapter)
    if (query === undefined) {
      query = build(database, value).compile()
      compiled.set(adapter, query)
    }
    const told = new Map<PropertyKey, unknown>(Object.entries(values))
    const parameters = query.parameters.map((parameter) =>
      parameter instanceof Slot ? told.get(parameter.name) : parameter,
    )
    const { rows }: QueryResult<Row> = await database.executeQuery({ ...query, parameters })
    return rows
  }
}
