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

/** Says by `value` where a value goes. */
type Build<Values, Row, Tables> = (
  database: Kysely<Tables>,
  value: <Name extends keyof Values>(name: Name) => RawBuilder<Values[Name]>,
) => Compilable<Row>

/**
 * A statement that is built and compiled once for each kind of database, and not each time: that costs more than most of them do.
 * Which statement `build` makes must not depend on any of the values.
 */
export function statement<Values extends object, Row = unknown, Tables = Schema>(
  build: Build<Values, Row, Tables>,
): Statement<Values, Row, Tables> {
  const execute = built(build)
  return async (database, values) => (await execute(database, values)).rows
}

/**
 * The same for an insert into a table of the embedded database whose rows have a number: gives that of the new row. A third less work
 * than to have the statement return it.
 */
export function numberedInsert<Values extends object, Tables>(
  build: Build<Values, unknown, Tables>,
): (database: Kysely<Tables>, values: Values) => Promise<number> {
  const execute = built(build)
  return async (database, values) => {
    const { insertId } = await execute(database, values)
    if (insertId === undefined) throw new TypeError('this database does not number its rows')
    return Number(insertId)
  }
}

function built<Values extends object, Row, Tables>(
  build: Build<Values, Row, Tables>,
): (database: Kysely<Tables>, values: Values) => Promise<QueryResult<Row>> {
  const compiled = new WeakMap<DialectAdapter, CompiledQuery<Row>>()
  const value = <Name extends keyof Values>(name: Name) => sql<Values[Name]>`${new Slot(name)}`
  return (database, values) => {
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
    return database.executeQuery({ ...query, parameters })
  }
}
