import { asText, type Definition } from './definition'

const OBJECT_FIT: Record<string, string> = { aspectFit: 'contain', aspectFill: 'cover', scaleToFill: 'fill' }

function fit(picture: HTMLImageElement, host: HTMLElement, mode: string): void {
  picture.style.objectFit = OBJECT_FIT[mode] ?? (/^(width|height)Fix$/.test(mode) ? 'fill' : 'none')
  picture.style.objectPosition = /top|bottom|left|right/.test(mode) ? mode : 'center'
  const ratio = picture.naturalHeight / picture.naturalWidth
  if (!Number.isFinite(ratio)) return
  if (mode === 'widthFix') host.style.height = `${host.offsetWidth * ratio}px`
  if (mode === 'heightFix') host.style.width = `${host.offsetHeight / ratio}px`
}

export const image: Definition = {
  leaf: true,
  properties: {
    src: String,
    mode: { type: String, value: 'scaleToFill' },
    lazyLoad: Boolean,
    webp: Boolean,
    showMenuByLongpress: Boolean,
    alt: null,
  },
  create({ node, get, emit }) {
    const picture = document.createElement('img')
    picture.draggable = false
    picture.alt = ''
    node.append(picture)
    const mode = () => asText(get('mode'))
    picture.onload = () => {
      fit(picture, node, mode())
      emit('load', { width: picture.naturalWidth, height: picture.naturalHeight })
    }
    picture.onerror = () => emit('error', { errMsg: `GET ${picture.src} fail` })
    return {
      update(name, value) {
        if (name === 'src' && value) picture.src = String(value)
        if (name === 'src' && !value) picture.removeAttribute('src')
        if (name === 'lazyLoad') picture.loading = value ? 'lazy' : 'eager'
        if (name === 'alt' || name === 'ariaLabel') picture.alt = asText(value)
        if (name === 'mode') {
          node.setAttribute('mode', mode())
          fit(picture, node, mode())
        }
      },
    }
  },
}
