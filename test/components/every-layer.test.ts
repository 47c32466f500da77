import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createSessionList } from '../../miniprogram/conversation/session-list'
import type { ListedSession } from '../../typings/protocol'
import { nothingLocal } from '../conversation/fakes'
import { NOW } from '../mistakes/fakes'
import { ONE, passed, program } from '../pages/study-world'
import { type TemplateNode, templateNodes } from '../support/wxml'
import { load, render, type Simulated } from './simulated'

const ROOT = path.join(__dirname, '../../miniprogram')

/** The keyboard of a PC, and who listens to it. */
class Keyboard {
  readonly heard = new Set<(key: { key: string; shiftKey: boolean }) => void>()

  constructor() {
    Object.assign(wx, {
      onKeyDown: (listener: (key: { key: string; shiftKey: boolean }) => void) => this.heard.add(listener),
      offKeyDown: (listener: (key: { key: string; shiftKey: boolean }) => void) =>
        this.heard.delete(listener),
    })
  }

  press(key: string): void {
    for (const listener of [...this.heard]) listener({ key, shiftKey: false })
  }
}

/** Where a layer comes from, how it is opened, and the field that is something while it is open. */
interface Row {
  place: string
  field: string
  open(component: Simulated): unknown
}

const session: ListedSession = {
  id: 'a',
  title: '浮力',
  subject: null,
  question_count: 1,
  total_tokens: 0,
  created_at: '2026-11-01T08:00:00Z',
  last_active_at: '2026-11-01T08:00:00Z',
  state: 'done',
}
const sessions = () =>
  createSessionList(
    {
      page: async (page, size) => ({ items: [session], total: 1, page, size }),
      rename: async () => session,
      remove: async () => undefined,
    },
    nothingLocal(),
  )

const wrong = {
  page: 1,
  no: '3',
  text: '4x-9=11',
  student_answer: null,
  verdict: 'wrong',
  correct_answer: null,
  reason: null,
  points: [],
  box: null,
}
const correction = { right: 0, wrong: 1, unanswered: 0, unclear: 0, items: [wrong] }
const file = { title: '打印错题', text: '', name: '错题本.html', make: async () => '<html>' }
const at = (data: object) => ({ currentTarget: { dataset: data } })

const rows: readonly Row[] = [
  {
    place: 'components/session-drawer/session-drawer',
    field: 'visible',
    open: ({ instance }) => instance.show(sessions(), undefined, false),
  },
  {
    place: 'components/privacy-popup/privacy-popup',
    field: 'visible',
    open: ({ instance }) => instance.ask(() => undefined),
  },
  {
    place: 'components/notebook/notebook',
    field: 'asking',
    open: async ({ instance }) => {
      instance.show(sessions(), undefined, false)
      await passed(50)
      instance.onOptions(at({ id: 'a' }))
      instance.onRename()
    },
  },
  {
    place: 'study/components/file-sheet/file-sheet',
    field: 'visible',
    open: ({ instance }) => void instance.show(file),
  },
  {
    place: 'study/components/mark-sheet/mark-sheet',
    field: 'visible',
    open: ({ instance }) => instance.show('r1', undefined, correction, '3'),
  },
  {
    place: 'study/components/mistake-form/mistake-form',
    field: 'visible',
    open: ({ instance }) => instance.show(),
  },
  {
    place: 'study/components/server-setting/server-setting',
    field: 'visible',
    open: ({ instance }) => instance.show('http://127.0.0.1:8000', () => true),
  },
  {
    place: 'study/components/mistake-detail/mistake-detail',
    field: 'asking',
    open: ({ instance }) => instance.onRemove(),
  },
  {
    place: 'study/pages/me/me',
    field: 'asking',
    open: ({ instance }) => instance.onSetting(at({ id: 'erase' })),
  },
  {
    place: 'study/pages/mistakes/mistakes',
    field: 'removing',
    open: ({ instance }) => instance.onSwipeRemove(at({ id: 'one' })),
  },
]

const loaded = new Map(rows.map(({ place }) => [place, load(place)]))
const isOpen = (component: Simulated, field: string) => ![false, ''].includes(component.data[field])

/** The layer, open, and the keyboard of its PC. */
async function opened({ place, field, open }: Row) {
  program(ONE)
  const keyboard = new Keyboard()
  const component = render(loaded.get(place) ?? '')
  expect(isOpen(component, field)).toBe(false)
  expect(keyboard.heard.size).toBe(0)
  await open(component)
  await passed(50)
  expect(isOpen(component, field)).toBe(true)
  return { component, keyboard }
}

const LAYERS = ['t-popup', 't-dialog', 't-action-sheet']
/** TDesign's layers in a component's template. */
const layersIn = (place: string) =>
  templateNodes(readFileSync(path.join(ROOT, `${place}.wxml`), 'utf8')).filter(({ name }) =>
    LAYERS.includes(name),
  )

/** What says of a layer that it is one: a popup has it inside, a dialog has it around. */
function dialogOf(place: string, layer: TemplateNode): TemplateNode | undefined {
  const isDialog = ({ attributes }: TemplateNode) => attributes.get('aria-role')?.includes('dialog') === true
  if (layer.name !== 't-popup') return layer.around.find(isDialog)
  const nodes = templateNodes(readFileSync(path.join(ROOT, `${place}.wxml`), 'utf8'))
  return nodes.find((node) => isDialog(node) && node.around[0]?.name === 't-popup')
}

beforeEach(() => void jest.useFakeTimers({ now: NOW }))
afterEach(() => void jest.useRealTimers())

test('no layer is left out of these tests', () => {
  const templates = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.wxml') && !name.startsWith('miniprogram_npm'))
    .map((name) => name.slice(0, -'.wxml'.length))
    .filter((name) => layersIn(name).length > 0)
  expect(templates.sort()).toEqual(rows.map(({ place }) => place).sort())
})

describe.each(rows)('A layer of $place', (row) => {
  test('is closed by Escape, and listens to no key any more', async () => {
    const { component, keyboard } = await opened(row)
    keyboard.press('Enter')
    expect(isOpen(component, row.field)).toBe(true)
    keyboard.press('Escape')
    expect(isOpen(component, row.field)).toBe(false)
    expect(keyboard.heard.size).toBe(0)
  })

  test('is closed by a tap beside it, can be opened again, and is gone with what it stands in', async () => {
    const { component, keyboard } = await opened(row)
    for (const { attributes } of layersIn(row.place)) {
      const handler = attributes.get('bind:visible-change') ?? attributes.get('bind:close') ?? ''
      component.instance[handler]({ detail: { visible: false } })
      expect(isOpen(component, row.field)).toBe(false)
      await row.open(component)
      expect(isOpen(component, row.field)).toBe(true)
    }
    expect(keyboard.heard.size).toBe(1)
    component.triggerLifeTime('detached')
    expect(keyboard.heard.size).toBe(0)
  })

  test('is a dialog to who hears the page, with its name', () => {
    for (const node of layersIn(row.place)) {
      const dialog = dialogOf(row.place, node)
      expect(dialog?.attributes.get('aria-label')).toMatch(/^\{\{.+\}\}$/)
      // The page stays in reach below the sheet of a mark.
      const isModal = node.attributes.get('show-overlay') !== '{{false}}'
      expect(dialog?.attributes.has('aria-modal')).toBe(isModal)
    }
  })
})
