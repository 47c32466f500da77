import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** What a column gives, as `typeof` calls it. */
export type ColumnType = 'number' | 'string'

/** The columns of each table of these schemas, as schema.ts says them. Throws where it says what this does not read. */
export function columnsSaid(schemas: readonly string[]): Map<string, Map<string, ColumnType>> {
  const path = join(__dirname, '../../src/store/schema.ts')
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022)
  const shapes = new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map((shape) => [shape.name.text, shape]),
  )
  const members = (name: string): [string, string][] => {
    const shape = shapes.get(name)
    if (shape === undefined) throw new Error(`schema.ts has no ${name}`)
    const parents = (shape.heritageClauses ?? []).flatMap(({ types }) =>
      types.map((type) => type.getText(source)),
    )
    return [
      ...parents.flatMap(members),
      ...shape.members.filter(ts.isPropertySignature).map(({ name: member, type }): [string, string] => {
        if (type === undefined) throw new Error(`${name} has a member without a type`)
        return [member.getText(source), type.getText(source)]
      }),
    ]
  }
  const tables = new Map(schemas.flatMap(members))
  return new Map(
    [...tables].map(([table, shape]) => [
      table,
      new Map(members(shape).map(([column, type]) => [column, typeOf(type)])),
    ]),
  )
}

function typeOf(type: string): ColumnType {
  return /\b(number|\d+)\b/.test(type) ? 'number' : 'string'
}
