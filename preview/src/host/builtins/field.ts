import { asText, type Behaviour, type BuiltIn, type Definition, type PropertyType } from './definition'

const DEFAULT_MAX_LENGTH = 140
const INPUT_MODES: Record<string, string> = { number: 'numeric', digit: 'decimal', tel: 'tel' }

const FIELD_PROPERTIES: Record<string, PropertyType> = {
  value: null,
  placeholder: String,
  placeholderStyle: String,
  placeholderClass: String,
  maxlength: { type: Number, value: DEFAULT_MAX_LENGTH },
  focus: Boolean,
  autoFocus: Boolean,
  autoHeight: Boolean,
  password: Boolean,
  confirmType: String,
  confirmHold: Boolean,
  type: { type: String, value: 'text' },
  name: String,
  ...Object.fromEntries(
    `fixed cursorSpacing cursor showConfirmBar selectionStart selectionEnd adjustPosition holdKeyboard
    disableDefaultPadding adjustKeyboardTo alwaysEmbed customEvent safePasswordCertPath safePasswordLength
    safePasswordTimeStamp safePasswordNonce safePasswordSalt safePasswordCustomHash`
      .split(/\s+/)
      .map((name) => [name, null]),
  ),
}

type Field = HTMLInputElement | HTMLTextAreaElement

const lineHeight = (field: Field): number => Number.parseFloat(getComputedStyle(field).lineHeight) || 20

/** Grows a textarea with `auto-height` to its text, and tells of a new number of lines. */
function createGrower({ node, get, emit }: BuiltIn, field: Field): () => void {
  let lastHeight = 0
  return () => {
    if (!(field instanceof HTMLTextAreaElement) || !get('autoHeight') || !field.isConnected) return
    field.style.height = 'auto'
    const height = field.scrollHeight
    field.style.height = `${height}px`
    node.style.height = 'auto'
    if (height === lastHeight) return
    lastHeight = height
    emit('linechange', { height, heightRpx: 0, lineCount: Math.round(height / lineHeight(field)) })
  }
}

/** Enter confirms an input, and a textarea whose confirm-type is not `return`; Shift+Enter is a new line. */
function confirms(field: Field, get: BuiltIn['get'], event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.isComposing) return false
  if (field instanceof HTMLInputElement) return true
  const type = asText(get('confirmType'))
  return type !== '' && type !== 'return' && !event.shiftKey
}

function listen(self: BuiltIn, field: Field, grow: () => void): void {
  const { emit, set } = self
  const cursor = () => field.selectionStart ?? field.value.length
  const onInput = (): void => {
    set('value', field.value)
    grow()
    emit('input', { value: field.value, cursor: cursor(), keyCode: 0 })
  }
  field.addEventListener('input', (event) => {
    if (event instanceof InputEvent && event.isComposing) return
    onInput()
  })
  field.addEventListener('compositionend', onInput)
  field.addEventListener('focus', () => {
    emit('focus', { value: field.value, height: 0 })
    emit('keyboardheightchange', { height: 0, duration: 0 })
  })
  field.addEventListener('blur', () => emit('blur', { value: field.value, cursor: cursor() }))
  field.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || !confirms(field, self.get, event)) return
    event.preventDefault()
    emit('confirm', { value: field.value })
    if (field instanceof HTMLInputElement && !self.get('confirmHold')) field.blur()
  })
}

/** What a placeholder's own style says, and the variable by which its rule takes it. */
const PLACEHOLDER = [
  ['color', '--wx-placeholder-color'],
  ['font-size', '--wx-placeholder-size'],
  ['line-height', '--wx-placeholder-line'],
] as const

function update(field: Field, name: string, value: unknown): void {
  if (name === 'value' && field.value !== asText(value)) field.value = asText(value)
  if (name === 'placeholder') field.placeholder = asText(value)
  if (name === 'disabled') field.disabled = Boolean(value)
  if (name === 'maxlength' && Number(value) >= 0) field.maxLength = Number(value)
  if (name === 'maxlength' && Number(value) < 0) field.removeAttribute('maxlength')
  if (name === 'type') field.inputMode = INPUT_MODES[asText(value)] ?? 'text'
  if (name === 'password' && field instanceof HTMLInputElement) field.type = value ? 'password' : 'text'
  if (name === 'placeholderStyle') {
    for (const [property, variable] of PLACEHOLDER) {
      const declared = new RegExp(`(?:^|;)\\s*${property}:\\s*([^;]+)`).exec(asText(value))?.[1] ?? ''
      field.style.setProperty(variable, declared)
    }
  }
}

/** What a reader is told belongs to the native field, which has a role of its own, and not to the element around it. */
function tellField(node: HTMLElement, field: Field, name: string, value: unknown): void {
  if (name === 'ariaRole') node.removeAttribute('role')
  if (name !== 'ariaLabel') return
  node.removeAttribute('aria-label')
  if (asText(value) === '') field.removeAttribute('aria-label')
  else field.setAttribute('aria-label', asText(value))
}

function createField(self: BuiltIn, field: Field): Behaviour {
  const grow = createGrower(self, field)
  field.maxLength = DEFAULT_MAX_LENGTH
  self.node.append(field)
  listen(self, field, grow)
  const focus = () => field.focus({ preventScroll: true })
  return {
    attached() {
      if (self.get('focus') || self.get('autoFocus')) setTimeout(focus)
      requestAnimationFrame(grow)
    },
    update(name, value) {
      update(field, name, value)
      tellField(self.node, field, name, value)
      if (name === 'focus' && field.isConnected) value ? focus() : field.blur()
      if (name === 'value' || name === 'autoHeight') grow()
    },
  }
}

export const input: Definition = {
  leaf: true,
  properties: FIELD_PROPERTIES,
  create: (self) => createField(self, document.createElement('input')),
}

export const textarea: Definition = {
  leaf: true,
  properties: FIELD_PROPERTIES,
  create(self) {
    const field = document.createElement('textarea')
    field.rows = 1
    return createField(self, field)
  },
}
