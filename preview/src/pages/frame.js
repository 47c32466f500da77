// The device around the app: its theme and its screen, as they were chosen last.
const KEY = 'wuhao-preview-frame'
/** Pixels of a device around its screen, and around the device. */
const BEZEL = 28
const MARGIN = 48

const root = document.documentElement
const app = document.querySelector('iframe')
const stand = document.querySelector('.stand')
const aside = document.querySelector('aside')
const fields = [...document.querySelectorAll('input[type="radio"]')]
const dark = window.matchMedia('(prefers-color-scheme: dark)')

/** What is remembered; nothing where the browser keeps nothing. */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') ?? {}
  } catch {
    return {}
  }
}

const chosen = (name) => fields.find((field) => field.name === name && field.checked).value

function remember() {
  try {
    localStorage.setItem(KEY, JSON.stringify({ theme: chosen('theme'), size: chosen('size') }))
  } catch {
    // A browser that keeps nothing shows the preview all the same.
  }
}

function showTheme() {
  const theme = chosen('theme') === 'system' ? (dark.matches ? 'dark' : 'light') : chosen('theme')
  root.dataset.theme = theme
  app.contentWindow.postMessage({ theme }, location.origin)
}

/** A window too small for the device scales all of it: its screen keeps its pixels. */
function showSize() {
  const [width, height] = chosen('size').split('x').map(Number)
  root.dataset.size = chosen('size')
  const asideWidth = aside.offsetWidth === 0 ? 0 : aside.offsetWidth + MARGIN
  const across = (window.innerWidth - asideWidth - MARGIN) / (width + BEZEL)
  const down = (window.innerHeight - MARGIN) / (height + BEZEL)
  const scale = Math.min(1, across, down)
  for (const [name, pixels] of Object.entries({ width, height }))
    root.style.setProperty(`--${name}`, `${pixels}px`)
  root.style.setProperty('--scale', String(scale))
  stand.style.width = `${(width + BEZEL) * scale}px`
  stand.style.height = `${(height + BEZEL) * scale}px`
}

for (const [name, value] of Object.entries(remembered())) {
  const field = fields.find((each) => each.name === name && each.value === value)
  if (field !== undefined) field.checked = true
}
for (const field of fields) {
  field.addEventListener('change', () => {
    remember()
    showTheme()
    showSize()
  })
}
dark.addEventListener('change', showTheme)
// a reload inside the frame must keep what was chosen
app.addEventListener('load', showTheme)
window.addEventListener('resize', showSize)
showSize()
showTheme()
app.src = `/app.html${location.hash}`
