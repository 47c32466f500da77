import { element, isRecord } from '../browser'
import { asText, type BuiltIn, type Definition } from './definition'

/** The text of one choice; objects are shown by `range-key`. */
const labelOf = (item: unknown, key: string): string => asText(isRecord(item) ? item[key] : item)

/** A selector's choices as a sheet from below; resolves to the index, or undefined for cancel. */
function chooseFrom(labels: readonly string[], current: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const mask = element('div', { className: 'wx-mask' })
    const close = (index: number | undefined): void => {
      mask.remove()
      resolve(index)
    }
    const choices = labels.map((label, index) => {
      const attributes = index === current ? { 'aria-current': 'true' } : {}
      const button = element('button', { text: label, attributes })
      button.addEventListener('click', () => close(index))
      return button
    })
    const cancel = element('button', { className: 'wx-cancel', text: '取消' })
    cancel.addEventListener('click', () => close(undefined))
    mask.append(
      element('div', { className: 'wx-sheet', attributes: { role: 'dialog' } }, [...choices, cancel]),
    )
    document.body.append(mask)
  })
}

async function open({ get, set, emit }: BuiltIn): Promise<void> {
  const range: unknown = get('range')
  const items: unknown[] = Array.isArray(range) ? range : []
  const labels = items.map((item) => labelOf(item, asText(get('rangeKey'))))
  const chosen = await chooseFrom(labels, Number(get('value')))
  if (chosen === undefined) {
    emit('cancel')
    return
  }
  set('value', chosen)
  emit('change', { value: chosen })
}

/** Only mode `selector`, the one that the browser has no counterpart of its own for and the program uses. */
export const picker: Definition = {
  properties: {
    mode: { type: String, value: 'selector' },
    range: null,
    rangeKey: String,
    value: null,
    headerText: String,
    name: String,
    start: null,
    end: null,
    fields: null,
  },
  create(self) {
    self.component.addListener('tap', () => {
      if (!self.get('disabled') && self.get('mode') === 'selector') void open(self)
    })
    return {}
  },
}
