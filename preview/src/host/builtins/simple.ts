import { cssLength } from '../browser'
import { asText, type BuiltIn, type Definition, plain } from './definition'

const ICONS: Record<string, [string, string]> = {
  success: ['✓', '#09bb07'],
  success_no_circle: ['✓', '#09bb07'],
  info: ['i', '#10aeff'],
  warn: ['!', '#f76260'],
  waiting: ['…', '#10aeff'],
  cancel: ['✕', '#f43530'],
  clear: ['✕', '#b2b2b2'],
  download: ['↓', '#09bb07'],
  search: ['⌕', '#b2b2b2'],
}

const icon: Definition = {
  leaf: true,
  properties: { type: String, size: null, color: String },
  create: ({ node, get }) => ({
    update() {
      const [sign, color] = ICONS[asText(get('type'))] ?? ['', '']
      node.textContent = sign
      node.style.color = asText(get('color')) || color
      node.style.fontSize = cssLength(get('size')) || '23px'
    },
  }),
}

const progress: Definition = {
  leaf: true,
  properties: {
    percent: Number,
    strokeWidth: { type: null, value: '6' },
    activeColor: { type: String, value: '#09bb07' },
    backgroundColor: { type: String, value: '#ebebeb' },
    showInfo: Boolean,
    active: Boolean,
    borderRadius: null,
  },
  create({ node, get }) {
    const fill = document.createElement('i')
    const track = document.createElement('div')
    const label = document.createElement('span')
    track.append(fill)
    node.append(track, label)
    node.setAttribute('role', 'progressbar')
    return {
      update() {
        track.style.height = cssLength(get('strokeWidth'))
        track.style.background = asText(get('backgroundColor'))
        track.style.borderRadius = cssLength(get('borderRadius'))
        fill.style.width = `${asText(get('percent'))}%`
        fill.style.background = asText(get('activeColor'))
        label.textContent = get('showInfo') ? `${asText(get('percent'))}%` : ''
        node.setAttribute('aria-valuenow', asText(get('percent')))
      },
    }
  },
}

function createSlider({ node, get, set, emit }: BuiltIn) {
  const range = document.createElement('input')
  range.type = 'range'
  node.append(range)
  range.addEventListener('input', () => emit('changing', { value: Number(range.value) }))
  range.addEventListener('change', () => {
    set('value', Number(range.value))
    emit('change', { value: Number(range.value) })
  })
  return {
    update() {
      range.min = asText(get('min'))
      range.max = asText(get('max'))
      range.step = asText(get('step'))
      range.value = asText(get('value'))
      range.disabled = Boolean(get('disabled'))
    },
  }
}

const slider: Definition = {
  leaf: true,
  properties: {
    min: Number,
    max: { type: Number, value: 100 },
    step: { type: Number, value: 1 },
    value: Number,
    name: String,
    showValue: Boolean,
  },
  create: createSlider,
}

const video: Definition = {
  leaf: true,
  properties: {
    src: String,
    poster: String,
    controls: { type: Boolean, value: true },
    autoplay: Boolean,
    loop: Boolean,
    muted: Boolean,
  },
  create({ node }) {
    const player = document.createElement('video')
    node.append(player)
    return {
      update(name, value) {
        if (name === 'src') player.src = asText(value)
        if (name === 'poster') player.poster = asText(value)
        if (name === 'controls' || name === 'autoplay' || name === 'loop' || name === 'muted') {
          player[name] = Boolean(value)
        }
      },
    }
  },
}

const canvas: Definition = {
  leaf: true,
  properties: { type: String, canvasId: String, disableScroll: Boolean },
  create({ node }) {
    node.append(document.createElement('canvas'))
    return {}
  },
}

/** `space` and `decode` of a text are about spaces; `user-select` lets it be copied. */
const text: Definition = {
  properties: { selectable: Boolean, userSelect: Boolean, space: String, decode: Boolean },
  create: ({ node }) => ({
    update(name, value) {
      if (name === 'space') node.toggleAttribute('wx-space', Boolean(value))
      if (name === 'selectable' || name === 'userSelect') node.toggleAttribute('wx-select', Boolean(value))
    },
  }),
}

const view: Definition = { properties: {} }

/** Components that are little more than an element. */
export const simple: Record<string, Definition> = {
  view,
  text,
  icon,
  progress,
  slider,
  video,
  canvas,
  'cover-view': view,
  'cover-image': plain('src'),
  'root-portal': { properties: { enable: { type: Boolean, value: true } } },
  'page-meta': plain(
    'backgroundTextStyle',
    'backgroundColor',
    'rootFontSize',
    'rootBackgroundColor',
    'pageStyle',
  ),
  'movable-area': plain('scaleArea'),
  'movable-view': plain('direction', 'x', 'y', 'inertia', 'outOfBounds', 'damping', 'friction', 'scale'),
  'swiper-item': plain('itemId', 'skipHiddenItemLayout'),
}
