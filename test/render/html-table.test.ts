import { render } from './page'

const TABLE = '<table>\n<tr><th>甲</th><th>$x$</th></tr>\n<tr><td>乙</td><td>2</td></tr>\n</table>\n'

describe('an HTML table that is being written', () => {
  test('is shown as its lines, and as a table from its last tag on', () => {
    const page = render([...(`由\n\n${TABLE}后文`.match(/[\s\S]{1,5}/g) ?? []), ' '])
    const kinds = page.batches.flatMap((batch) =>
      Object.entries(batch).flatMap(([path, value]) => (path === 'b[1]' ? [isTable(value)] : [])),
    )
    expect(kinds).toEqual([false, true])
    expect(page.rows).toEqual([
      [0, '由'],
      [{ t: 't', a: '--' }, [['甲'], [{ f: 'x' }]], [['乙'], ['2']]],
      [0, '后文'],
    ])
  })

  test('stays its lines where it never ends', () => {
    expect(render([TABLE.replace('</table>', '')]).rows).toEqual([[0, '甲　', { f: 'x' }, '\n乙　2']])
  })
})

function isTable(row: unknown): boolean {
  return JSON.stringify(row).includes('"t":"t"')
}
