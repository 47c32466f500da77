import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ModelSettingsError, readModelsFile } from '../../src/settings/model-settings'

let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'models-'))
})

afterAll(() => rmSync(directory, { recursive: true }))

function read(models: unknown) {
  const path = join(directory, 'models.json')
  writeFileSync(path, JSON.stringify(models))
  return readModelsFile(path)
}

describe('a file of models', () => {
  it('says which of them begin inside of their thoughts; the others do not', () => {
    const models = read([
      { model: 'a', thinks_first: true },
      { model: 'b', thinks_first: false },
      { model: 'c' },
    ])
    expect(models.map(({ thinksFirst }) => thinksFirst)).toEqual([true, false, undefined])
  })

  it('that says it with anything but true or false is told to be wrong', () => {
    const reading = () => read([{ model: 'a', thinks_first: 'yes' }])
    expect(reading).toThrow(ModelSettingsError)
    expect(reading).toThrow(/0\.thinks_first is wrong.*"thinks_first"/)
  })
})
