import { createTypesetter } from '../../miniprogram/render/math/typesetter'
import { loadFormulaModule } from './expand-wxs'

const compact = createTypesetter()
const html = createTypesetter({ form: 'html' })
const view = loadFormulaModule()

/** The text of a formula's boxes of that class, in both forms in which it travels. */
function boxes(tex: string, name: string, display = false): string[] {
  return textsOf(view.expand(compact.typeset(tex, display) ?? ''), name)
}

function textsOf(nodes: unknown, name: string): string[] {
  if (!Array.isArray(nodes)) return []
  return nodes.flatMap((node: { attrs?: { class?: string }; children?: unknown }) =>
    node.attrs?.class === name ? [textOf(node)] : textsOf(node.children ?? [], name),
  )
}

function textOf(node: { text?: string; children?: unknown }): string {
  const children = Array.isArray(node.children) ? node.children : []
  return (node.text ?? '') + children.map(textOf).join('')
}

describe('a formula that may be wider than its line', () => {
  it('is broken behind its relations, and between two of them behind its operators', () => {
    const tex = 'S = a^2 + 2ab + b^2 + 3a^2b + 3ab^2 \\le c'
    expect(boxes(tex, 'katex-group')).toEqual(['a2+2ab+b2+3a2b+3ab2≤'])
    expect(boxes(tex, 'katex-base')).toEqual(['S=', 'a2+', '2ab+', 'b2+', '3a2b+', '3ab2≤', 'c'])
  })

  it('is not broken where it is short', () => {
    expect(boxes('x = 1 + 2', 'katex-kept')).toEqual(['x=1+2'])
    expect(boxes('x^2', 'katex-kept')).toEqual([])
  })

  it('gets smaller where it cannot be broken, by what the line is too short, and is scrolled beyond four fifths', () => {
    const [root] = view.expand(compact.typeset(`\\sqrt{${'a'.repeat(30)}}`, false) ?? '')
    const styles = JSON.stringify(root)
    expect(styles).toMatch(/"font-size:max\(0\.8em,min\(1em,calc\(var\(--row,100vw\)\/1[5-9]\.\d+\)\)\)"/)
    expect(styles).toMatch(
      /"katex-sign","style":"max-width:calc\(\(1[5-9]\.\d+em - var\(--row,100vw\) - 1px\)\*99\)"/,
    )
  })

  it('keeps what stands behind it with its last part, in both forms', () => {
    for (const tex of ['x', 'x=1', 'S = a^2 + 2ab + b^2 + 3a^2b', `\\sqrt{${'a'.repeat(30)}}`]) {
      const nodes = view.expand(compact.typeset(tex, false) ?? '', '，')
      expect(textsOf(nodes, 'katex-base').join('')).toMatch(/，$/)
      const text = view.expand(html.typeset(tex, false) ?? '', '，')
      expect(text).toContain('<span class="katex-behind">，</span></span>')
      expect(view.expand(html.typeset(tex, false) ?? '', '')).not.toContain('，')
    }
  })

  it('stands beside the number of its equation, never under it', () => {
    expect(boxes(`x = ${'a'.repeat(30)} \\tag{1}`, 'katex-tagged', true)).toEqual([`x=${'a'.repeat(30)}(1)`])
  })
})
