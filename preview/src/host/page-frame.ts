import { element } from './browser'

/** What a page asks of the frame around it: its JSON over app.json's `window`, theme variables resolved. */
export interface FrameOptions {
  title: string
  /** `navigationStyle: custom`: the page draws its own bar below the capsule. */
  custom: boolean
  background: string
  navigationBackground: string
  /** The bar's writing: dark letters or light ones. */
  navigationText: 'black' | 'white'
  canGoBack: boolean
  scrolls: boolean
}

/** One page's elements: the status bar, the capsule, the native navigation bar, and the scrolling page. */
export interface PageFrame {
  node: HTMLElement
  scroller: HTMLElement
  page: HTMLElement
  update(options: FrameOptions): void
  setTitle(title: string): void
  /** The bar's and the status bar's writing, and the bar's ground. */
  paintBar(writing: string, ground: string): void
  /** What is seen where the page has nothing. */
  paintBehind(colour: string): void
}

export function createPageFrame(route: string, options: FrameOptions, goBack: () => void): PageFrame {
  const back = element('button', { className: 'wx-back', text: '‹', attributes: { 'aria-label': '返回' } })
  back.addEventListener('click', goBack)
  const title = element('span', { className: 'wx-title' })
  const bar = element('div', { className: 'wx-nav' }, [back, title])
  const page = element('wx-page')
  const scroller = element('div', { className: 'wx-view' }, [page])
  const capsule = element('div', { className: 'wx-capsule', attributes: { 'aria-hidden': 'true' } }, [
    element('i'),
    element('b'),
  ])
  const status = element('div', {
    className: 'wx-status',
    text: '9:41',
    attributes: { 'aria-hidden': 'true' },
  })
  const node = element('div', { className: 'wx-page-wrap', attributes: { route } }, [
    status,
    capsule,
    bar,
    scroller,
  ])

  const update = (next: FrameOptions): void => {
    node.classList.toggle('has-nav', !next.custom)
    bar.hidden = next.custom
    back.hidden = !next.canGoBack
    bar.style.background = next.navigationBackground
    bar.style.color = next.navigationText
    status.style.color = next.navigationText
    node.style.background = next.background
    scroller.style.overflowY = next.scrolls ? 'auto' : 'hidden'
    if (title.textContent === '') title.textContent = next.title
  }
  update(options)
  const setTitle = (text: string): void => {
    title.textContent = text
  }
  const paintBar = (writing: string, ground: string): void => {
    bar.style.color = writing
    bar.style.background = ground
    status.style.color = writing
    capsule.style.color = writing
  }
  const paintBehind = (colour: string): void => {
    node.style.background = colour
  }
  return { node, scroller, page, update, setTitle, paintBar, paintBehind }
}
