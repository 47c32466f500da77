import { SourceMap } from 'node:module'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { type SourcePlace, SourcePlaces } from '../../src/start/source-places'

/** A file as the server is built, of some of its sources. */
function built(): { code: string; map: string } {
  const { outputFiles } = buildSync({
    entryPoints: [path.resolve(__dirname, '..', '..', 'src', 'settings', 'config.ts')],
    outdir: 'anywhere',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minifyWhitespace: true,
    sourcemap: 'linked',
    sourcesContent: false,
    write: false,
  })
  const [map, code] = ['.map', '.js'].map((end) => outputFiles.find((file) => file.path.endsWith(end))?.text)
  if (code === undefined || map === undefined) throw new Error('nothing was built')
  return { code, map }
}

test('a place of a built file is the place of its sources that Node itself tells, everywhere in it', () => {
  const { code, map } = built()
  const [places, node] = [new SourcePlaces(JSON.parse(map)), new SourceMap(JSON.parse(map))]
  const lines = code.split('\n')
  const wrong: unknown[] = []
  let found = 0
  for (const [line, text] of lines.entries()) {
    for (let column = 0; column <= text.length; column += 1) {
      const place = places.find(line, column)
      const entry = node.findEntry(line, column)
      // Node goes on into the line before, where a line has none of its own.
      const isTold = 'originalSource' in entry && entry.generatedLine === line
      const told = isTold
        ? { source: entry.originalSource, line: entry.originalLine, column: entry.originalColumn }
        : undefined
      if (JSON.stringify(place) !== JSON.stringify(told)) wrong.push({ line, column, place, told })
      if (place !== undefined) found += 1
    }
  }
  expect(wrong.slice(0, 3)).toEqual([])
  expect(found).toBeGreaterThan(code.length / 2)
})

const SOURCES = ['one.ts', 'two.ts']

test.each<[what: string, mappings: string, line: number, column: number, place: SourcePlace | undefined]>([
  ['of the first segment', 'AAAA', 0, 0, { source: 'one.ts', line: 0, column: 0 }],
  ['behind the last one', 'AAAA', 0, 99, { source: 'one.ts', line: 0, column: 0 }],
  ['before the first one', 'EAAA', 0, 1, undefined],
  ['of a number of several digits', 'AAggBA', 0, 0, { source: 'one.ts', line: 512, column: 0 }],
  [
    'of a number that is less than the one before',
    'AAgBA,KCTA',
    0,
    5,
    { source: 'two.ts', line: 7, column: 0 },
  ],
  ['of a segment that has a name', 'AAAAA,CAAC', 0, 1, { source: 'one.ts', line: 0, column: 1 }],
  ['of what is from no source', 'AAAA,C', 0, 1, undefined],
  ['behind what is from no source', 'AAAA,C,CAAC', 0, 2, { source: 'one.ts', line: 0, column: 1 }],
  ['of a line without segments', 'AAAA;;AACA', 1, 0, undefined],
  ['of a line behind one', 'AAAA;;AACA', 2, 4, { source: 'one.ts', line: 1, column: 0 }],
  ['of a line whose columns begin anew', 'KAAA;EAAC', 1, 2, { source: 'one.ts', line: 0, column: 1 }],
  ['behind the last line', 'AAAA', 1, 0, undefined],
  ['of a source that the map does not list', 'AEAA', 0, 0, undefined],
  ['of an empty map', '', 0, 0, undefined],
])('the place %s', (_what, mappings, line, column, place) => {
  expect(new SourcePlaces({ sources: SOURCES, mappings }).find(line, column)).toEqual(place)
})

test('a place of a map takes sixteen bytes, whichever way it is told', () => {
  const segments = 1000
  for (const segment of ['C', 'CAAC', 'CAACA']) {
    const places = new SourcePlaces({ sources: SOURCES, mappings: Array(segments).fill(segment).join(',') })
    const kept = Object.values(places).filter((value) => ArrayBuffer.isView(value))
    expect(kept.map(({ byteLength }) => byteLength)).toEqual([16 * segments])
  }
})
