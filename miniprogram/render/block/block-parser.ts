import { NUMBER } from '../exercise-number'
import { BLANK, foundIn } from '../inline/characters'
import type { Definitions } from '../inline/definitions'
import { BEFORE_RESULT, RESULT } from '../result-words'
import { BlockTree, type LeafListener } from './block-tree'
import type { Container, Leaf } from './blocks'
import { reckoningOf } from './calculation'
import { continueLeaf, leavesFormula } from './continue-leaf'
import { isLineDecided } from './line-decision'
import { openFormulaBehind } from './line-end'
import { addText, openBlocks } from './open-blocks'

/** Characters up to which a line is looked at for what stands alone. */
const MAX_ALONE = 200
/** The bold line of an exercise, or an answer of letters (`答案：C`); what stands right below it explains it. */
const ALONE = new RegExp(
  `^(?:\\*\\*[ \\t]?第${NUMBER}[题題][^*]*\\*|\\**【?答案[】*:： \\t]+(?:[、，]?[A-G])+[.。]?)\\**[ \\t]*[:：]?$`,
)
/** So a line begins that goes on with it. */
const GOES_ON = /^[> \t]*[=或]/
/** So a line begins that explains an answer above it. */
const EXPLAINS =
  /^[> \t*【]*(?:解[析释答题：:】*]|详解|分析|理由|原因|因为|由于|说明|思路|过程|步骤|考点|知识点|点[评拨]|注[意：:]|∵)/
/** Characters at a paragraph's beginning that say whether it is an answer. */
const LOOK = 40
/** Characters at a line's beginning by which that is told. */
const TELLING = 8

/**
 * Turns deltas into blocks by the algorithm of CommonMark's appendix: each line is looked at once, against
 * the chain of blocks that are still open. Of an unfinished line nothing is used until its beginning
 * settles its blocks; from then on the rest of the line goes to its leaf as it comes.
 */
export class BlockParser {
  private readonly tree: BlockTree
  private unread = ''
  private inLine = false
  /** The line before stands alone, somebody asks in the paragraph, or it is an answer. */
  private above: 'alone' | 'asked' | 'answer' | undefined

  constructor(definitions: Definitions, changed: LeafListener) {
    this.tree = new BlockTree(definitions, changed)
  }

  get document(): Container {
    return this.tree.document
  }

  push(delta: string): void {
    // Blanks behind a blank settle nothing, and a megabyte of them is not to be looked at with each batch.
    if (this.unread && BLANK.includes(this.unread.slice(-1)) && /^[ \t]*$/.test(delta)) {
      this.unread += delta
      return
    }
    const text = normalizeLineEnds(this.unread + delta)
    let position = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', position)) {
      this.endLine(text.slice(position, end))
      position = end + 1
    }
    this.unread = text.slice(position)
    this.readUnfinishedLine()
  }

  /** Nothing more comes: what is left is the last line, and every block ends. */
  finish(): void {
    const rest = this.unread
    this.unread = ''
    if (rest.endsWith('\r')) this.endLine(rest.slice(0, -1))
    else if (rest || this.inLine) this.endLine(rest)
    this.tree.closeTo(1)
  }

  private readUnfinishedLine(): void {
    const isHeld = /[\r\uD800-\uDBFF]/.test(this.unread.slice(-1))
    const text = isHeld ? this.unread.slice(0, -1) : this.unread
    if (!text) return
    if (this.inLine) this.append(text)
    else if (this.isUntold(text)) return
    else if (isLineDecided(text, this.leafAbove(text))) {
      this.readLine(text)
      this.inLine = true
    } else return
    this.unread = this.unread.slice(text.length)
  }

  private endLine(text: string): void {
    if (!this.inLine) this.readLine(text)
    else if (text) this.append(text)
    this.inLine = false
    const { leaf, line } = this.tree
    this.tree.line = ''
    if (leaf?.kind === 'heading') this.tree.endLeaf()
    else if (leaf?.kind === 'paragraph' && line) {
      const isFirst = line.length < MAX_ALONE && leaf.frozen + leaf.text === line
      if (isFirst && ALONE.test(line.trim())) this.above = 'alone'
      else if (this.above === 'asked' || /问[:：]/.test(line)) this.above = 'asked'
      else if (isAnswered(leaf.frozen.slice(0, LOOK) + leaf.text)) this.above = 'answer'
      leaf.reckoning = reckoningOf(line, leaf.reckoning)
      openFormulaBehind(this.tree, leaf, line)
    }
  }

  /** What the line may go on with, as far as it is written. */
  private leafAbove(line: string): Leaf | undefined {
    const { above } = this
    const { leaf } = this.tree
    if (leaf?.kind !== 'paragraph') return leaf
    // Behind 记者问： it is somebody who answers.
    if (above === 'asked') return leaf
    const isApart =
      above === 'alone' ? !GOES_ON.test(line) : RESULT.test(unmarked(line)) || (above && EXPLAINS.test(line))
    return isApart ? undefined : leaf
  }

  /** Whether the beginning of an unfinished line does not say yet if it goes on with the paragraph above it. */
  private isUntold(text: string): boolean {
    if (this.tree.leaf?.kind !== 'paragraph') return false
    return (this.above === 'answer' && text.length < TELLING) || BEFORE_RESULT.test(unmarked(text))
  }

  private append(text: string): void {
    const { leaf } = this.tree
    if (!leaf) return
    const more = withoutNull(text)
    leaf.text += more
    if (leaf.kind === 'paragraph') this.tree.line += more
    this.tree.changed(leaf)
  }

  private readLine(line: string): void {
    const { tree } = this
    const leaf = this.leafAbove(line)
    if (!leaf) tree.endLeaf()
    if (!leaf || this.above !== 'asked') this.above = undefined
    tree.lineNumber++
    tree.cursor.load(withoutNull(line))
    const depth = matchContainers(tree)
    if (depth === tree.open.length && tree.leaf && continueLeaf(tree, tree.leaf)) return
    if (tree.cursor.blank) {
      tree.closeTo(depth)
      tree.markBlank(depth)
      return
    }
    const reached = openBlocks(tree, depth)
    if (reached !== undefined) addText(tree, reached, depth)
  }
}

/** A line without what it has as part of a quote or an item. */
function unmarked(line: string): string {
  return line.replace(/^[> \t]+/, '')
}

/** Whether a paragraph begins with its answer. */
function isAnswered(text: string): boolean {
  const label = foundIn(text.slice(0, LOOK), RESULT)
  return label !== '' && text.charAt(label.length) > ' '
}

/** How many of the open containers the line goes on in. */
function matchContainers({ cursor, open, leaf }: BlockTree): number {
  let depth = 1
  for (; depth < open.length; depth++) {
    const container = open[depth]
    if (container?.type === 'quote') {
      if (cursor.indent > 3 || cursor.next !== '>') break
      cursor.passQuoteMark()
    } else if (container?.type === 'item') {
      if (cursor.blank) {
        if (!container.children.length) break
        cursor.toNext()
      } else if (cursor.indent >= container.indent) cursor.skip(container.indent)
      // A formula's lines need not be indented as its item is.
      else if (leaf?.kind !== 'math' || leavesFormula(leaf, cursor.ahead)) break
    }
  }
  return depth
}

/** Makes every line end a line feed. A carriage return at the very end stays: it may be half of a line end. */
function normalizeLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n|\r(?!$)/g, '\n') : text
}

function withoutNull(text: string): string {
  return text.includes('\0') ? text.replace(/\0/g, '\uFFFD') : text
}
