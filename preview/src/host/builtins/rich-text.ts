import { isRecord } from '../browser'
import { asText, type Component, type Definition } from './definition'

/** The elements that WeChat's rich-text shows: no svg, no math, no script. Any other is left out with its content. */
const ELEMENTS = new Set(
  `a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em
  fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section small
  span strong sub sup table tbody td tfoot th thead tr tt u ul`.split(/\s+/),
)

const ATTRIBUTES: Record<string, readonly string[]> = {
  a: ['href'],
  bdo: ['dir'],
  col: ['span', 'width'],
  colgroup: ['span', 'width'],
  img: ['alt', 'src', 'height', 'width'],
  ol: ['start', 'type'],
  table: ['width', 'border', 'cellspacing', 'cellpadding'],
  td: ['colspan', 'height', 'rowspan', 'width'],
  th: ['colspan', 'height', 'rowspan', 'width'],
}

/** Class names inside the nodes follow the style isolation of the component that owns the rich-text. */
export function scopedClasses(classes: string, scope: string): string {
  if (scope === '') return classes
  const names = classes.split(/\s+/).filter((name) => name !== '')
  return names.map((name) => `${name} ${scope}--${name}`).join(' ')
}

function createNode(
  tag: string,
  attribute: (name: string) => unknown,
  scope: string,
): HTMLElement | undefined {
  if (!ELEMENTS.has(tag)) return undefined
  const node = document.createElement(tag)
  for (const name of ['class', 'style', ...(ATTRIBUTES[tag] ?? [])]) {
    const value = asText(attribute(name))
    if (value !== '') node.setAttribute(name, name === 'class' ? scopedClasses(value, scope) : value)
  }
  return node
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  const decoder = document.createElement('textarea')
  decoder.innerHTML = text.replace(/</g, '&lt;')
  return decoder.value
}

function appendHtml(source: Node, target: Node, scope: string): void {
  for (const child of source.childNodes) {
    if (child instanceof Text) target.appendChild(document.createTextNode(child.data))
    if (!(child instanceof Element)) continue
    const node = createNode(child.tagName.toLowerCase(), (name) => child.getAttribute(name), scope)
    if (node === undefined) continue
    appendHtml(child, node, scope)
    target.appendChild(node)
  }
}

function appendNodes(nodes: unknown, target: Node, scope: string): void {
  if (!Array.isArray(nodes)) return
  for (const item of nodes) {
    if (!isRecord(item)) continue
    if (item.type === 'text') {
      target.appendChild(document.createTextNode(decodeEntities(asText(item.text))))
      continue
    }
    const attributes = isRecord(item.attrs) ? item.attrs : {}
    const node = createNode(asText(item.name).toLowerCase(), (name) => attributes[name], scope)
    if (node === undefined) continue
    appendNodes(item.children, node, scope)
    target.appendChild(node)
  }
}

/** rich-text's `nodes`, HTML or an array, as DOM. */
export function renderRichText(nodes: unknown, scope: string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  if (typeof nodes === 'string') {
    appendHtml(new DOMParser().parseFromString(nodes, 'text/html').body, fragment, scope)
  } else {
    appendNodes(nodes, fragment, scope)
  }
  return fragment
}

function scopeOfOwner(component: Component): string {
  const owner = component.ownerShadowRoot?.getHostNode()
  const scope = owner?.getComponentOptions().styleScope
  if (owner === undefined || scope === null || scope === undefined) return ''
  return owner.getOwnerSpace().styleScopeManager.queryName(scope) ?? ''
}

export const richText: Definition = {
  leaf: true,
  properties: { nodes: null, space: String, mode: String, userSelect: Boolean },
  create: ({ component, node }) => ({
    update(name, value) {
      if (name === 'nodes') node.replaceChildren(renderRichText(value, scopeOfOwner(component)))
      if (name === 'space') node.toggleAttribute('wx-space', Boolean(value))
    },
  }),
}
