import { asText, type BuiltIn, type Definition } from './definition'
import { findAbove, findBelow, nameOf } from './tree'

function createChoice(self: BuiltIn, type: 'checkbox' | 'radio', name: string) {
  const box = document.createElement('input')
  box.type = type
  box.className = `wx-${name}`
  self.node.prepend(box)
  box.addEventListener('change', () => {
    self.set('checked', box.checked)
    if (name === 'switch') self.emit('change', { value: box.checked })
    else tellGroup(self, name)
  })
  return {
    update(property: string, value: unknown) {
      if (property === 'checked') box.checked = Boolean(value)
      if (property === 'disabled') box.disabled = Boolean(value)
      if (property === 'color') box.style.accentColor = asText(value)
    },
  }
}

/** A radio takes the others' mark away; the group then tells the value. */
function tellGroup({ component }: BuiltIn, name: string): void {
  const group = findAbove(component, `${name}-group`)
  if (group === undefined) return
  const members = findBelow(group, [name])
  if (name === 'radio') {
    for (const member of members) if (member !== component) member.setData({ checked: false })
    group.triggerEvent('change', { value: component.data.value })
    return
  }
  const checked = members.filter((member) => member.data.checked)
  group.triggerEvent('change', { value: checked.map((member) => member.data.value) })
}

const choice = (type: 'checkbox' | 'radio', name: string): Definition => ({
  properties: { checked: Boolean, value: String, color: String, type: String, name: String },
  create: (self) => createChoice(self, type, name),
})

export const choices: Record<string, Definition> = {
  switch: choice('checkbox', 'switch'),
  checkbox: choice('checkbox', 'checkbox'),
  radio: choice('radio', 'radio'),
  'checkbox-group': { properties: { name: String } },
  'radio-group': { properties: { name: String } },
}

const FORM_FIELDS = ['input', 'textarea', 'switch', 'slider', 'picker', 'checkbox-group', 'radio-group']

/** The value that a form's submit event carries for one field. */
function fieldValue(field: BuiltIn['component']): unknown {
  const kind = nameOf(field)
  if (kind === 'switch') return field.data.checked
  if (kind === 'radio-group') {
    return findBelow(field, ['radio']).find((member) => member.data.checked)?.data.value ?? ''
  }
  if (kind === 'checkbox-group') {
    const checked = findBelow(field, ['checkbox']).filter((member) => member.data.checked)
    return checked.map((member) => member.data.value)
  }
  return field.data.value ?? ''
}

function formValue(form: BuiltIn['component']): Record<string, unknown> {
  const named = findBelow(form, FORM_FIELDS).filter((field) => asText(field.data.name) !== '')
  return Object.fromEntries(named.map((field) => [asText(field.data.name), fieldValue(field)]))
}

/** `form-type` of a button: submit or reset of the form around it. */
export function submitForm(component: BuiltIn['component'], type: string): void {
  const form = findAbove(component, 'form')
  if (form === undefined || type === '') return
  form.triggerEvent(type, type === 'submit' ? { value: formValue(form) } : {})
}

/** A label passes the tap on to its field. */
export function activateField(component: BuiltIn['component'], id: string): void {
  const field =
    id === ''
      ? findBelow(component, ['switch', 'checkbox', 'radio', 'input', 'textarea'])[0]
      : component.ownerShadowRoot?.getElementById(id)
  const dom = field?.$$
  if (!(dom instanceof HTMLElement)) return
  const native = dom.querySelector<HTMLElement>('input, textarea')
  if (native instanceof HTMLInputElement && native.type !== 'text') native.click()
  else native?.focus()
}
