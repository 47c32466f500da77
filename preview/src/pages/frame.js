// The phone frame around the app: its theme and its size.
const PHONE_HEIGHT = 872
const MARGIN = 48

const root = document.documentElement
const app = document.querySelector('iframe')
const buttons = [...document.querySelectorAll('.switch button')]
const dark = window.matchMedia('(prefers-color-scheme: dark)')

/** What the student's browser prefers, until a button is pressed. */
let chosen

function showTheme() {
  const theme = chosen ?? (dark.matches ? 'dark' : 'light')
  root.dataset.theme = theme
  for (const button of buttons) button.setAttribute('aria-checked', String(button.dataset.theme === theme))
  if (chosen !== undefined) app.contentWindow.postMessage({ theme }, location.origin)
}

for (const button of buttons) {
  button.addEventListener('click', () => {
    chosen = button.dataset.theme
    showTheme()
  })
}
dark.addEventListener('change', showTheme)
// a reload inside the frame must keep what was chosen
app.addEventListener('load', showTheme)

function fitPhone() {
  const scale = Math.min(1, (window.innerHeight - MARGIN) / PHONE_HEIGHT)
  root.style.setProperty('--phone-scale', String(scale))
}
window.addEventListener('resize', fitPhone)
fitPhone()
showTheme()
app.src = `/app.html${location.hash}`
