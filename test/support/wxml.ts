/** A node of a template, as it is written. */
export interface TemplateNode {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** Those around it, the innermost first. */
  readonly around: readonly TemplateNode[]
}

const COMMENT = /<!--[\s\S]*?-->/g
const TAG = /<(\/?)([\w-]+)((?:\s+[^\s=>/"]+(?:="[^"]*")?)*)\s*(\/?)>/g
const ATTRIBUTE = /([^\s=>/"]+)(?:="([^"]*)")?/g

/** All nodes of a template, in their order. Throws where a tag is not closed by its own name. */
export function templateNodes(wxml: string): TemplateNode[] {
  const nodes: TemplateNode[] = []
  let around: readonly TemplateNode[] = []
  for (const [, slash, name = '', written = '', closed] of wxml.replace(COMMENT, '').matchAll(TAG)) {
    if (slash === '/') {
      if (around[0]?.name !== name) throw new Error(`</${name}> closes <${around[0]?.name}>`)
      around = around.slice(1)
      continue
    }
    const attributes = new Map(
      [...written.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key, value]),
    )
    const node: TemplateNode = { name, attributes, around }
    nodes.push(node)
    if (closed !== '/') around = [node, ...around]
  }
  if (around.length > 0) throw new Error(`<${around[0]?.name}> is not closed`)
  return nodes
}
