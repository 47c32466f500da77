import fc from 'fast-check'
import { fillTray } from '../../miniprogram/conversation/fill-tray'
import { isOnDevice, uploadedPhoto } from '../../miniprogram/conversation/photo-uploads'
import { photoViews } from '../../miniprogram/conversation/photo-words'
import { dragStrip, edgeScroll } from '../../miniprogram/conversation/strip-drag'
import { createPhotoEditor } from '../../miniprogram/pages/photos/photo-editor'
import { HostFailure, type PictureEdit, type Pictures } from '../../miniprogram/platform/ports'
import { only, settle, world } from './fakes'

/** Draws nothing; the test says when a drawing is ready. */
class Drawings implements Pictures {
  readonly asked: Array<{ path: string; edit: PictureEdit; ready(): void; fail(): void }> = []
  sample = () => Promise.reject(new HostFailure('not here'))
  draw = (path: string, edit: PictureEdit) =>
    new Promise<string>((resolve, reject) => {
      const ready = () => resolve(`${path} turned ${edit.turns}${edit.crop === undefined ? '' : ' cut'}`)
      this.asked.push({ path, edit, ready, fail: () => reject(new HostFailure('no memory')) })
    })
}

function editing(...paths: string[]) {
  const { conversation, learning, findings } = world()
  const { tray } = conversation
  tray.add(paths)
  const drawings = new Drawings()
  const editor = createPhotoEditor(tray, drawings, () => undefined)
  return { tray, editor, drawings, learning, findings, conversation }
}

describe('Looking at the pages of a question', () => {
  test('a page that is turned shows it turned, and goes up so when the student leaves', async () => {
    const { tray, editor, drawings, learning } = editing('one')
    const turning = editor.turn('right')
    drawings.asked[0]?.ready()
    await turning
    expect(only(tray.photos)).toMatchObject({ source: 'one turned 1', chosen: 'one', state: 'waiting' })
    expect(editor.isChanged).toBe(true)
    tray.upload()
    await settle()
    expect(learning.uploads.at(-1)?.path).toBe('one turned 1')
  })

  test('a page that is brought back is where the server has it, and does not go up again', async () => {
    const { tray, editor, drawings, learning } = editing('one')
    await settle()
    await learning.uploads[0]?.arrive()
    const turning = editor.turn('right')
    drawings.asked[0]?.ready()
    await turning
    editor.restore()
    tray.upload()
    await settle()
    expect(only(tray.photos)).toMatchObject({ source: 'one', state: 'uploaded', url: '/api/v1/files/one' })
    expect(learning.uploads).toHaveLength(1)
  })

  test('a page that only the server has is no file of the device until it is changed, nor when it is brought back', async () => {
    const { tray, editor, drawings } = editing()
    tray.lay([uploadedPhoto('old', '/api/v1/files/old', 'https://server/api/v1/files/old')])
    editor.show('old')
    const isFile = () => isOnDevice(only(tray.photos))
    const files = [isFile()]
    const turning = editor.turn('left')
    drawings.asked[0]?.ready()
    await turning
    files.push(isFile())
    editor.restore()
    files.push(isFile())
    expect(only(tray.photos)).toMatchObject({ state: 'uploaded', url: '/api/v1/files/old' })
    editor.replace('taken', 'camera')
    files.push(isFile())
    expect(files).toEqual([false, true, false, true])
    expect(only(tray.photos)).toMatchObject({ state: 'waiting', url: undefined })
  })

  test('a page that is still being drawn when the student leaves is waited for, also where it cannot be drawn', async () => {
    const { tray, editor, drawings } = editing('one', 'two')
    const turning = editor.turn('right')
    editor.show(tray.photos[1]?.id ?? '')
    const other = editor.turn('left').catch(() => undefined)
    let isDrawn = false
    void editor.drawn().then(() => {
      isDrawn = true
    })
    drawings.asked[0]?.ready()
    await turning
    await settle()
    expect(isDrawn).toBe(false)
    drawings.asked[1]?.fail()
    await other
    await settle()
    expect([isDrawn, tray.photos[0]?.source]).toEqual([true, 'one turned 1'])
    await editor.drawn()
  })

  test('quick taps add up, each drawn from what was chosen, and the last one stays whichever is ready first', async () => {
    const { tray, editor, drawings } = editing('one')
    const taps = [editor.turn('right'), editor.turn('right'), editor.turn('right')]
    expect(drawings.asked.map(({ path, edit }) => [path, edit.turns])).toEqual([
      ['one', 1],
      ['one', 2],
      ['one', 3],
    ])
    drawings.asked[2]?.ready()
    drawings.asked[0]?.ready()
    drawings.asked[1]?.ready()
    await Promise.all(taps)
    expect(only(tray.photos).source).toBe('one turned 3')
  })

  test('a cut of a page whose turns are still being drawn is that of what was seen, and the turns are kept', async () => {
    const box = { x: 0.125, y: 0.25, width: 0.5, height: 0.25 }
    const direction = fc.constantFrom('left' as const, 'right' as const)
    const some = fc.array(direction, { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(some, some, some, async (drawn, before, after) => {
        const edited = async (cutFirst: boolean) => {
          const { tray, editor, drawings } = editing('one')
          const ready = async (work: Promise<void>[]) => {
            for (const each of drawings.asked) each.ready()
            await Promise.all(work)
          }
          await ready(drawn.map((each) => editor.turn(each)))
          if (cutFirst) await ready([editor.crop(box)])
          const turns = () => before.map((each) => editor.turn(each))
          await ready([
            ...turns(),
            ...(cutFirst ? [] : [editor.crop(box)]),
            ...after.map((each) => editor.turn(each)),
          ])
          return only(tray.photos).edit
        }
        expect(await edited(false)).toEqual(await edited(true))
      }),
    )
  })

  test('what was done is taken back whole, also from the host’s own editor', async () => {
    const { tray, editor, drawings } = editing('one')
    editor.replace('one drawn on', 'editor')
    const turning = editor.turn('left')
    drawings.asked[0]?.ready()
    await turning
    expect(only(tray.photos).source).toBe('one drawn on turned 3')
    editor.restore()
    expect(only(tray.photos)).toMatchObject({ source: 'one', edit: { turns: 0 } })
    expect(editor.isChanged).toBe(false)
  })

  test('a page that is taken again is the new one, and restored to the new one', () => {
    const { tray, editor } = editing('blurred')
    editor.replace('sharp', 'camera')
    editor.restore()
    expect(only(tray.photos).source).toBe('sharp')
  })

  test('a drawing that comes after its page was restored or taken again is left', async () => {
    const { tray, editor, drawings } = editing('one')
    const turning = editor.turn('right')
    editor.replace('again', 'camera')
    drawings.asked[0]?.ready()
    await turning
    expect(only(tray.photos).source).toBe('again')
  })

  test('where the host cannot draw, the page is as it was', async () => {
    const { tray, editor, drawings } = editing('one')
    const cutting = editor.crop({ x: 0, y: 0, width: 0.5, height: 0.5 })
    drawings.asked[0]?.fail()
    await expect(cutting).rejects.toBeInstanceOf(HostFailure)
    expect(only(tray.photos)).toMatchObject({ source: 'one', edit: { turns: 0 } })
    const again = editor.turn('right')
    expect(drawings.asked[1]?.edit).toEqual({ turns: 1 })
    drawings.asked[1]?.ready()
    await again
  })

  test('a frame that was not touched cuts nothing', async () => {
    const { editor, drawings } = editing('one')
    await editor.crop({ x: 0, y: 0, width: 1, height: 1 })
    expect(drawings.asked).toEqual([])
  })

  test('a page that is deleted gives way to the next, the last one to the one before', () => {
    const { editor } = editing('one', 'two', 'three')
    editor.step(1)
    editor.remove()
    expect(editor.photo?.source).toBe('three')
    editor.remove()
    expect(editor.photo?.source).toBe('two')
    editor.remove()
    expect(editor.photo).toBeUndefined()
    expect(editor.index).toBe(-1)
  })

  test('a page is moved step by step, and stays looked at', () => {
    const { tray, editor } = editing('one', 'two')
    editor.step(1)
    editor.step(1)
    expect(tray.photos.map(({ source }) => source)).toEqual(['two', 'one'])
    expect(editor.index).toBe(1)
  })
})

describe('A page that is held', () => {
  test('is laid down where it was moved, and those between make room', () => {
    expect(dragStrip(0, 205, 100, 4)).toEqual({
      target: 2,
      shifts: [0, -100, -100, 0],
      numbers: [3, 1, 2, 4],
    })
    expect(dragStrip(3, -140, 100, 4)).toEqual({
      target: 2,
      shifts: [0, 0, 100, 0],
      numbers: [1, 2, 4, 3],
    })
    expect(dragStrip(1, 20, 100, 4)).toEqual({
      target: 1,
      shifts: [0, 0, 0, 0],
      numbers: [1, 2, 3, 4],
    })
    expect(dragStrip(1, 9999, 100, 4).target).toBe(3)
    expect(dragStrip(1, -9999, 100, 4).target).toBe(0)
  })

  test('scrolls the strip when it is at an end', () => {
    expect(edgeScroll(10, 0, 390)).toBeLessThan(0)
    expect(edgeScroll(200, 0, 390)).toBe(0)
    expect(edgeScroll(380, 0, 390)).toBeGreaterThan(0)
  })
})

describe('A page says below itself', () => {
  test('how far it is, what speaks against it, and what can be done', async () => {
    const { tray, learning, findings } = editing()
    findings.set('two', 'blurred')
    tray.add(['one', 'two', 'three', 'four', 'five'])
    await settle()
    learning.uploads[0]?.progress(62)
    await learning.uploads[1]?.arrive()
    await learning.uploads[2]?.break()
    await learning.uploads[3]?.break('BAD_REQUEST')
    await learning.uploads[4]?.arrive()
    const views = photoViews(tray.photos)
    expect(views.map(({ words, tone, progress }) => [words.replace('\u200b', ''), tone, progress])).toEqual([
      ['正在上传', 'plain', 62],
      ['有点糊', 'doubt', -1],
      ['点一下重传', 'failed', -1],
      ['无法使用', 'refused', -1],
      ['已就绪', 'plain', -1],
    ])
  })
})

describe('Choosing photos', () => {
  const paths = (count: number, from = 1) =>
    Array.from({ length: count }, (_, index) => `page-${from + index}`)

  function choosing(limit: number, answer: boolean, ...choices: string[][]) {
    const asked: Array<[number, number]> = []
    const choice = {
      limit,
      choose: async () => choices.shift() ?? [],
      goOn: async (chosen: number, room: number) => {
        asked.push([chosen, room])
        return answer
      },
    }
    return { asked, choice }
  }

  test('asks again for the rest where the host gives nine at most', async () => {
    const { conversation } = world()
    const { asked, choice } = choosing(9, true, paths(9), paths(1, 10))
    expect(await fillTray(conversation.tray, choice)).toBe(0)
    expect(asked).toEqual([[9, 1]])
    expect(conversation.tray.photos.map(({ source }) => source)).toEqual(paths(10))
  })

  test('does not ask whoever had enough, nor where there is no room', async () => {
    const { conversation } = world()
    const few = choosing(9, true, paths(3))
    await fillTray(conversation.tray, few.choice)
    const full = choosing(20, true, paths(7, 4))
    await fillTray(conversation.tray, full.choice)
    expect([...few.asked, ...full.asked]).toEqual([])
    expect(conversation.tray.photos).toHaveLength(10)
  })

  test('stops where the student says so', async () => {
    const { conversation } = world()
    const { asked, choice } = choosing(9, false, paths(9), paths(1, 10))
    expect(await fillTray(conversation.tray, choice)).toBe(0)
    expect(asked).toHaveLength(1)
    expect(conversation.tray.photos).toHaveLength(9)
  })

  test('says how many found no room, and keeps the first ones', async () => {
    const { conversation } = world()
    const { choice } = choosing(20, true, paths(12))
    expect(await fillTray(conversation.tray, choice)).toBe(2)
    expect(conversation.tray.photos.map(({ source }) => source)).toEqual(paths(10))
  })
})
