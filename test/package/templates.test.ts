import { readFileSync } from 'node:fs'
import path from 'node:path'
import { miniprogramRoot, ownSources } from '../../scripts/miniprogram-sources'
import { type TemplateNode, templateNodes } from '../support/wxml'

const templates = ownSources('.wxml').map((file) => ({
  file,
  nodes: templateNodes(readFileSync(path.join(miniprogramRoot, file), 'utf8')),
}))

/** Where in the templates there are nodes of this kind. */
function places(kind: (node: TemplateNode) => boolean): string[] {
  return templates.flatMap(({ file, nodes }) =>
    nodes
      .filter(kind)
      .map(({ name, attributes }) => `${file}: <${name} class="${attributes.get('class') ?? ''}">`),
  )
}

const has = (node: TemplateNode, ...attributes: string[]) =>
  attributes.some((each) => node.attributes.has(each))

describe('What the templates of the program keep to', () => {
  test('a region that a screen reader listens to is there before its words: what comes with them is not told', () => {
    const isLive = (node: TemplateNode) => has(node, 'aria-live')
    const comes = (node: TemplateNode) => has(node, 'wx:if', 'wx:elif', 'wx:else', 'wx:for')
    expect(places(isLive)).not.toEqual([])
    expect(places((node) => isLive(node) && [node, ...node.around].some(comes))).toEqual([])
  })

  test('a textarea in a layer that stands still says so: else the host leaves it behind, or lets it scroll away', () => {
    const isField = ({ name }: TemplateNode) => /textarea$/.test(name)
    const isLayer = ({ name }: TemplateNode) => /^t-(?:popup|dialog|action-sheet|drawer)$/.test(name)
    const inLayers = (node: TemplateNode) => isField(node) && node.around.some(isLayer)
    expect(places(inLayers)).not.toEqual([])
    expect(places((node) => inLayers(node) && !has(node, 'fixed'))).toEqual([])
  })

  test('what is done with each row of a list has a name or words of its own', () => {
    const isRepeated = (node: TemplateNode) => [node, ...node.around].some((each) => has(each, 'wx:for'))
    const besideRow = (node: TemplateNode) =>
      node.around.some((each) => each.attributes.get('slot') === 'right')
    expect(
      places(
        (node) => isRepeated(node) && besideRow(node) && has(node, 'bindtap') && !has(node, 'aria-label'),
      ),
    ).toEqual([])
  })
})
