/** A formula's source as what TeX reads in it: signs, commands, groups in braces, environments. */
export type TexNode = TexSign | TexCommand | TexGroup | TexEnvironment

/** One character; blanks of any number are one. */
export interface TexSign {
  readonly kind: 'sign'
  readonly text: string
}

/** A command by its name without the backslash: `frac`, `,`, `\`. */
export interface TexCommand {
  readonly kind: 'command'
  readonly name: string
}

interface TexGroup {
  readonly kind: 'group'
  readonly children: readonly TexNode[]
}

/** `\begin{name}…\end{name}`. */
export interface TexEnvironment {
  readonly kind: 'environment'
  readonly name: string
  readonly children: readonly TexNode[]
}

/** Groups inside of groups beyond this are refused: KaTeX would be let into the same depth. */
const maxDepth = 200

const piece = /\\(?:begin|end)\s*\{([^{}]*)\}|\\([A-Za-z]+|[\s\S])|\s+|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]/g

interface OpenNode {
  /** The environment's name; a group has none. */
  readonly name: string | undefined
  readonly children: TexNode[]
}

/**
 * Reads a formula.
 * @throws RangeError where braces or environments do not match, or lie too deep in one another
 */
export function readTex(tex: string): readonly TexNode[] {
  const root: OpenNode = { name: undefined, children: [] }
  const open: OpenNode[] = [root]
  piece.lastIndex = 0
  for (let found = piece.exec(tex); found !== null; found = piece.exec(tex)) {
    const [text, environment, command] = found
    const around = open[open.length - 1] ?? root
    if (text === '{' || (environment !== undefined && text.startsWith('\\begin'))) {
      if (open.length > maxDepth) throw new RangeError('the formula is nested too deeply')
      open.push({ name: environment, children: [] })
    } else if (text === '}' || environment !== undefined) {
      if (open.length === 1 || around.name !== environment) throw new RangeError('braces do not match')
      open.pop()
      open[open.length - 1]?.children.push(closed(around))
    } else if (command !== undefined) around.children.push({ kind: 'command', name: command })
    else around.children.push({ kind: 'sign', text: /^\s/.test(text) ? ' ' : text })
  }
  if (open.length > 1) throw new RangeError('braces do not match')
  return root.children
}

function closed({ name, children }: OpenNode): TexNode {
  return name === undefined ? { kind: 'group', children } : { kind: 'environment', name, children }
}

/** Whether it is the sign. */
export function isSign(node: TexNode | undefined, text: string): boolean {
  return signText(node) === text
}

/** The sign that it is; empty where it is none. */
export function signText(node: TexNode | undefined): string {
  return node?.kind === 'sign' ? node.text : ''
}

/** Whether it is a group in braces. */
export function isGroup(node: TexNode | undefined): node is TexGroup {
  return node?.kind === 'group'
}

/** Whether it is one of the commands. */
export function isCommand(node: TexNode | undefined, ...names: readonly string[]): boolean {
  return node?.kind === 'command' && names.includes(node.name)
}

/** Goes over nodes that stand beside one another, and reads the arguments of commands among them. */
export class TexCursor {
  private at = 0

  constructor(private readonly nodes: readonly TexNode[]) {}

  /** The node that comes next, and stays so. */
  get next(): TexNode | undefined {
    return this.nodes[this.at]
  }

  take(): TexNode | undefined {
    const node = this.nodes[this.at]
    if (node !== undefined) this.at++
    return node
  }

  /** So many of the nodes that come next, or fewer at the end; they are not taken. */
  peek(count: number): readonly TexNode[] {
    return this.nodes.slice(this.at, this.at + count)
  }

  skipBlanks(): void {
    while (isSign(this.next, ' ')) this.at++
  }

  /** All that is left. */
  rest(): readonly TexNode[] {
    const rest = this.nodes.slice(this.at)
    this.at = this.nodes.length
    return rest
  }

  /** A command's argument: what stands in the group that follows, or the one node; nothing at the end. */
  argument(): readonly TexNode[] {
    this.skipBlanks()
    const node = this.take()
    if (node === undefined) return []
    return isGroup(node) ? node.children : [node]
  }

  /** A command's argument in square brackets, if one follows. */
  option(): readonly TexNode[] | undefined {
    if (!isSign(this.next, '[')) return undefined
    return this.until((node) => isSign(node, ']'), 1)
  }

  /** What stands before the node that ends it, which is taken too; `undefined` and nothing taken if there is none. */
  until(isEnd: (node: TexNode) => boolean, skipped = 0): readonly TexNode[] | undefined {
    const from = this.at + skipped
    const length = this.nodes.slice(from).findIndex(isEnd)
    if (length < 0) return undefined
    this.at = from + length + 1
    return this.nodes.slice(from, from + length)
  }
}

/** The nodes as source again, as it was but for blanks. */
export function sourceOf(nodes: readonly TexNode[]): string {
  let tex = ''
  let isBehindName = false
  for (const node of nodes) {
    // A letter behind a command's name would belong to it.
    if (isBehindName && node.kind === 'sign' && /^[A-Za-z]/.test(node.text)) tex += ' '
    isBehindName = node.kind === 'command' && /^[A-Za-z]/.test(node.name)
    if (node.kind === 'sign') tex += node.text
    else if (node.kind === 'command') tex += `\\${node.name}`
    else if (isGroup(node)) tex += `{${sourceOf(node.children)}}`
    else tex += `\\begin{${node.name}}${sourceOf(node.children)}\\end{${node.name}}`
  }
  return tex
}

/** The cells of the rows of a table: `\\` or `\cr` parts rows, `&` cells. What `\\` takes in brackets is left out. */
export function tableCells(nodes: readonly TexNode[]): readonly (readonly TexNode[])[][] {
  const rows: TexNode[][][] = [[[]]]
  const cursor = new TexCursor(nodes)
  for (let node = cursor.take(); node !== undefined; node = cursor.take()) {
    const row = rows[rows.length - 1]
    if (isCommand(node, '\\', 'cr', 'tabularnewline')) {
      if (/^\[-?[\d.]+[a-z]{2}\]/.test(sourceOf(cursor.peek(8)))) cursor.option()
      rows.push([[]])
    } else if (isSign(node, '&')) row?.push([])
    else row?.[row.length - 1]?.push(node)
  }
  return rows
}
