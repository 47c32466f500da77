import { element } from '../browser'
import { asynchronous, number, type Options, requiredText, text, texts, WxFailure } from './call'

const TOAST_MS = 1500
/** What a dialog answers that was left. */
const CANCELLED: Options = { confirm: false, cancel: true, content: null }

let toast: HTMLElement | undefined
let toastTimer: ReturnType<typeof setTimeout> | undefined

function hideToast(): void {
  clearTimeout(toastTimer)
  toast?.remove()
  toast = undefined
}

const ICONS: Record<string, string> = { success: '✓', error: '✕', loading: '' }

/** Toast and loading are one element on a phone too: each takes the other's place. */
function showToast(options: Options, icon: string, milliseconds: number | undefined): void {
  hideToast()
  const sign =
    icon in ICONS ? [element('div', { className: `wx-toast-icon ${icon}`, text: ICONS[icon] ?? '' })] : []
  const label = element('div', { text: text(options, 'title') ?? '' })
  toast = element('div', { className: 'wx-toast', attributes: { role: 'status' } }, [...sign, label])
  const mask = options.mask === true ? element('div', { className: 'wx-mask wx-clear' }, [toast]) : toast
  toast = mask
  document.body.append(mask)
  if (milliseconds !== undefined) toastTimer = setTimeout(hideToast, milliseconds)
}

/** A dialog over everything; the promise settles with the choice, or with `dismissed` after the Escape key. */
function openDialog<T>(dismissed: T, build: (choose: (value: T) => void) => HTMLElement): Promise<T> {
  return new Promise((resolve) => {
    const mask = element('div', { className: 'wx-mask' })
    const choose = (value: T): void => {
      mask.remove()
      resolve(value)
    }
    mask.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      choose(dismissed)
    })
    mask.append(build(choose))
    document.body.append(mask)
  })
}

function dialogButton(label: string, className: string, onClick: () => void): HTMLElement {
  const button = element('button', { className, text: label })
  button.addEventListener('click', onClick)
  return button
}

function modal(options: Options, choose: (result: Options) => void): HTMLElement {
  const field = options.editable === true ? document.createElement('input') : undefined
  if (field !== undefined) {
    field.value = text(options, 'content') ?? ''
    field.placeholder = text(options, 'placeholderText') ?? ''
  }
  const answer = (confirm: boolean) => () =>
    choose({ confirm, cancel: !confirm, content: field?.value ?? null })
  const cancel = dialogButton(text(options, 'cancelText') ?? '取消', 'wx-cancel', answer(false))
  const confirm = dialogButton(text(options, 'confirmText') ?? '确定', 'wx-confirm', answer(true))
  confirm.style.color = text(options, 'confirmColor') ?? ''
  const title = text(options, 'title') ?? ''
  const attributes = { role: 'dialog', 'aria-modal': 'true', 'aria-label': title }
  return element('div', { className: 'wx-modal', attributes }, [
    ...(title === '' ? [] : [element('h4', { text: title })]),
    field ?? element('p', { text: text(options, 'content') ?? '' }),
    element('div', {}, options.showCancel === false ? [confirm] : [cancel, confirm]),
  ])
}

function actionSheet(options: Options, choose: (index: number) => void): HTMLElement {
  const items = texts(options, 'itemList').map((label, index) => {
    const button = dialogButton(label, '', () => choose(index))
    button.style.color = text(options, 'itemColor') ?? ''
    return button
  })
  const cancel = dialogButton('取消', 'wx-cancel', () => choose(-1))
  const attributes = {
    role: 'dialog',
    'aria-modal': 'true',
    'aria-label': text(options, 'alertText') ?? '选择',
  }
  return element('div', { className: 'wx-sheet', attributes }, [...items, cancel])
}

/** wx.showToast, showLoading, showModal, showActionSheet. */
export const dialogApi = {
  showToast: asynchronous('showToast', (options) =>
    showToast(options, text(options, 'icon') ?? 'success', number(options, 'duration') ?? TOAST_MS),
  ),
  hideToast: asynchronous('hideToast', hideToast),
  showLoading: asynchronous('showLoading', (options) => showToast(options, 'loading', undefined)),
  hideLoading: asynchronous('hideLoading', hideToast),
  showModal: asynchronous('showModal', (options) =>
    openDialog<Options>(CANCELLED, (choose) => modal(options, choose)),
  ),
  showActionSheet: asynchronous('showActionSheet', async (options) => {
    const tapIndex = await openDialog<number>(-1, (choose) => actionSheet(options, choose))
    if (tapIndex < 0) throw new WxFailure('cancel')
    return { tapIndex }
  }),
  setClipboardData: asynchronous('setClipboardData', async (options) => {
    await navigator.clipboard.writeText(requiredText(options, 'data'))
    showToast({ title: '内容已复制' }, 'none', TOAST_MS)
  }),
  getClipboardData: asynchronous('getClipboardData', async () => ({
    data: await navigator.clipboard.readText(),
  })),
}
