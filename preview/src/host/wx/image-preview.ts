import { element } from '../browser'

const SWIPE_DISTANCE = 40

/** wx.previewImage: the pictures full screen; swipe or arrow keys turn, a tap or Escape closes. */
export function openImagePreview(urls: readonly string[], first: number): void {
  let current = first
  const picture = element('img', { attributes: { alt: '', draggable: 'false' } })
  const counter = element('span', { className: 'wx-preview-count' })
  const attributes = { role: 'dialog', 'aria-modal': 'true', 'aria-label': '图片预览', tabindex: '-1' }
  const overlay = element('div', { className: 'wx-mask wx-preview', attributes }, [picture, counter])

  const turn = (step: number): void => {
    current = Math.max(0, Math.min(urls.length - 1, current + step))
    picture.setAttribute('src', urls[current] ?? '')
    counter.textContent = urls.length > 1 ? `${current + 1} / ${urls.length}` : ''
  }
  const close = () => overlay.remove()

  let startX = 0
  overlay.addEventListener('pointerdown', (event) => {
    startX = event.clientX
  })
  overlay.addEventListener('pointerup', (event) => {
    const distance = event.clientX - startX
    if (Math.abs(distance) < SWIPE_DISTANCE) close()
    else turn(distance < 0 ? 1 : -1)
  })
  overlay.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      close()
    }
    if (event.key === 'ArrowLeft') turn(-1)
    if (event.key === 'ArrowRight') turn(1)
  })
  turn(0)
  document.body.append(overlay)
}
