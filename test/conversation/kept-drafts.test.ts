import { Drafts } from '../../miniprogram/conversation/drafts'
import { chosenPhoto } from '../../miniprogram/conversation/photo-uploads'
import { MemoryStore } from './fakes'

const address = (url: string) => url
const written = (text: string) => ({ text, photos: [] })

describe('Drafts that are kept', () => {
  test('cost the storage nothing where nothing is written and nothing was', () => {
    const store = new MemoryStore()
    const drafts = new Drafts(store, address)
    const set = jest.spyOn(store, 'set')
    const remove = jest.spyOn(store, 'remove')
    drafts.write('s1', written(''))
    expect([set, remove].map(({ mock }) => mock.calls.length)).toEqual([0, 0])
    drafts.write('s1', written('一'))
    drafts.write('s1', written(''))
    expect([set, remove].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  })

  test('are thirty at most over a restart: the oldest give way', () => {
    const store = new MemoryStore()
    const drafts = new Drafts(store, address)
    for (let place = 0; place <= 30; place += 1) drafts.write(`s${place}`, written(`${place}`))
    const after = new Drafts(store, address)
    expect(['s0', 's1', 's30'].map((place) => after.written(place).text)).toEqual(['', '1', '30'])
  })

  test('keep no photo that the server refused for good', () => {
    const store = new MemoryStore()
    const refused = Object.assign(chosenPhoto('one', 'notes.txt'), { state: 'failed', refused: true })
    new Drafts(store, address).write('s1', { text: '', photos: [refused, chosenPhoto('two', 'page.jpg')] })
    expect(new Drafts(store, address).written('s1').photos.map(({ source }) => source)).toEqual(['page.jpg'])
  })

  test.each([
    [2, '旧的'],
    [3, ''],
  ])(
    'are 200,000 characters at most over a restart, of which each photo is 500: %i photos',
    (photos, kept) => {
      const store = new MemoryStore()
      const drafts = new Drafts(store, address)
      const pages = Array.from({ length: photos }, (_, at) => chosenPhoto(`p${at}`, `page-${at}.jpg`))
      drafts.write('old', { text: '旧的', photos: pages })
      drafts.write('new', written('新'.repeat(198_998)))
      const after = new Drafts(store, address)
      expect([after.written('old').text, after.written('new').text.length]).toEqual([kept, 198_998])
    },
  )
})
