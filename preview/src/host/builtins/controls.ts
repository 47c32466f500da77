import { isRecord } from '../browser'
import { activateField, submitForm } from './choice'
import { asText, type BuiltIn, type Definition } from './definition'

/** How the host serves taps of `open-type` buttons and navigators. */
export interface ControlActions {
  share(): void
  navigate(kind: string, options: Record<string, unknown>): void
}

const BUTTON_PROPERTIES =
  `lang sessionFrom sendMessageTitle sendMessagePath sendMessageImg appParameter showMessageCard
  phoneNumberNoQuotaToast activityType entrancePath needShowEntrance`.split(/\s+/)

const pressKey = (event: KeyboardEvent): boolean => event.key === 'Enter' || event.key === ' '

/** Keyboard users press what fingers tap. */
function tapByKeyboard({ component, node, get }: BuiltIn): void {
  node.setAttribute('role', 'button')
  node.tabIndex = 0
  node.addEventListener('keydown', (event) => {
    if (event.target !== node || !pressKey(event) || get('disabled')) return
    event.preventDefault()
    component.triggerEvent('tap', {}, { bubbles: true, composed: true })
  })
}

const NAVIGATIONS: Record<string, string> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
}

/** button, navigator and label: what acts on a tap. */
export function controls(actions: ControlActions): Record<string, Definition> {
  const button: Definition = {
    properties: {
      type: { type: String, value: 'default' },
      size: { type: String, value: 'default' },
      plain: Boolean,
      loading: Boolean,
      formType: String,
      openType: String,
      ...Object.fromEntries(BUTTON_PROPERTIES.map((name) => [name, null])),
    },
    create(self) {
      const { component, node, get } = self
      tapByKeyboard(self)
      component.addListener('tap', () => {
        if (get('disabled')) return
        submitForm(component, asText(get('formType')))
        if (get('openType') === 'share') actions.share()
      })
      return {
        update(name, value) {
          if (name === 'type' || name === 'size') node.setAttribute(name, asText(value))
          if (name === 'plain' || name === 'loading') node.toggleAttribute(name, Boolean(value))
          if (name === 'disabled') {
            node.toggleAttribute('disabled', Boolean(value))
            node.tabIndex = value ? -1 : 0
          }
        },
      }
    },
  }
  const navigator: Definition = {
    properties: {
      url: String,
      openType: { type: String, value: 'navigate' },
      delta: { type: Number, value: 1 },
      target: String,
    },
    create({ component, get }) {
      component.addListener('tap', () => {
        const kind = NAVIGATIONS[asText(get('openType'))]
        if (kind !== undefined) actions.navigate(kind, { url: get('url'), delta: get('delta') })
      })
      return {}
    },
  }
  const label: Definition = {
    properties: { for: String },
    create({ component, get }) {
      component.addListener('tap', () => activateField(component, asText(get('for'))))
      return {}
    },
  }
  return { button, navigator, label, form: { properties: { reportSubmit: Boolean } } }
}

/** The actions by the global wx. */
export function actionsBy(wx: Record<string, unknown>, share: () => void): ControlActions {
  return {
    share,
    navigate(kind, options) {
      const call = wx[kind]
      if (typeof call === 'function' && isRecord(options)) call(options)
    },
  }
}
