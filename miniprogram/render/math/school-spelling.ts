import { readEntity } from '../inline/entities'
import { commandRules } from './school-arguments'
import { spellEnvironment, spellLooseRows } from './school-environments'
import { line, raisedStrokes, strokesOf, takeLine, unescaped } from './school-escapes'
import { withLines } from './school-lines'
import { isTextCommand, spellText } from './school-text'
import type { Spelling } from './spelling'
import { isCommand, isGroup, isSign, readTex, TexCursor, type TexNode } from './tex-tree'

/**
 * Spells a formula as KaTeX reads it where models and school books differ from TeX, or write what only other readers of
 * TeX know: a bare `%` is a per cent sign and not a comment that swallows the rest, `&gt;` is the sign that it stands for,
 * environments and commands that KaTeX lacks become those that show the same, a second `^` gets a place of its own.
 * @throws RangeError where braces or environments do not match
 */
export function schoolSpelling(tex: string, display: boolean): string {
  const plain = withoutEntities(tex).replace(LOST_STROKE, '\\$1\\$2')
  // A dollar that stands in no group is a formula's marker once more.
  const nodes = readTex(display ? withLines(plain) : plain).filter((node) => !isSign(node, '$'))
  return new Speller(display).root(nodes)
}

/** A brace beside these is one that is seen: its stroke was lost, as Markdown takes it. */
const LOST_STROKE = /\\(left|right)\s*([{}])/g

/** Character references of HTML, which a model writes where it believes to write a page, as their characters. */
function withoutEntities(tex: string): string {
  return tex.replace(/&#?\w{1,31};/g, (reference) => readEntity(reference, 0)?.text ?? reference)
}

/** A letter behind a command's name would belong to it. */
function parted(before: string, part: string): string {
  return /^[A-Za-z]/.test(part) && /\\[A-Za-z]+$/.test(before) ? ` ${part}` : part
}

/** What is spelled so far. Its end is looked at, and not all of it: that would be a look at each sign for each sign. */
class Spelled {
  tex = ''
  /** The last two parts: a command's name, or a letter with what stands before it. */
  end = ''
  private last = ''

  add(part: string): void {
    // A blank behind a blank says nothing.
    if (part === '' || (part === ' ' && this.last === ' ')) return
    this.tex += parted(this.last, part)
    this.end = this.last + part
    this.last = part
  }
}

/** What already stands at the letter before, which takes one of each, and whether the next node is to stand there. */
interface Scripts {
  above: boolean
  below: boolean
  isOpen: boolean
}

const noScripts: Readonly<Scripts> = { above: false, below: false, isOpen: false }

class Speller implements Spelling {
  private tags = 0

  constructor(readonly display: boolean) {}

  /** The whole formula. */
  root(nodes: readonly TexNode[]): string {
    const shown = nodes.filter((node) => !isSign(node, ' '))
    const [only] = shown
    const isOne = shown.length === 1 && only?.kind === 'environment'
    return isOne ? spellEnvironment(only, this, true) : this.spell(nodes)
  }

  spell(nodes: readonly TexNode[]): string {
    return spellLooseRows(nodes, (parts) => this.spellParts(parts))
  }

  spellText(nodes: readonly TexNode[]): string {
    return spellText(nodes, this)
  }

  private spellParts(nodes: readonly TexNode[]): string {
    const cursor = new TexCursor(nodes)
    const scripts: Scripts = { ...noScripts }
    const spelled = new Spelled()
    for (let node = cursor.take(); node !== undefined; node = cursor.take()) {
      const length = takeLine(node, cursor)
      if (isCommand(node, '(', ')')) {
        spelled.add(this.spellMarked(node, cursor, spelled.end))
        continue
      }
      const meant = unescaped(node, cursor, spelled.end)
      spelled.add(
        length > 0 ? line(length) : (this.spellScript(meant, scripts) ?? this.spellNode(meant, cursor)),
      )
    }
    return spelled.tex
  }

  /** `^`, `_` or a prime; before a second one of its kind stands an empty letter that takes it, as its author expects. */
  private spellScript(node: TexNode, scripts: Scripts): string | undefined {
    if (isSign(node, ' ')) return undefined
    const isAbove = isSign(node, '^')
    const isBelow = isSign(node, '_')
    const raised = scripts.isOpen ? raisedStrokes(node) : 0
    if (raised > 0) {
      // Behind `^` they are as high already.
      scripts.isOpen = false
      return `{${'\\prime'.repeat(raised)}}`
    }
    const strokes = strokesOf(node)
    if (!isAbove && !isBelow && strokes === 0) {
      if (!scripts.isOpen) Object.assign(scripts, noScripts)
      scripts.isOpen = false
      return undefined
    }
    const isSecond = isBelow ? scripts.below : scripts.above
    if (isSecond) Object.assign(scripts, noScripts)
    if (isAbove) scripts.above = true
    if (isBelow) scripts.below = true
    scripts.isOpen = isAbove || isBelow
    const sign = isAbove ? '^' : isBelow ? '_' : "'".repeat(strokes)
    return isSecond ? `{}${sign}` : sign
  }

  /** `\(x\)`: the markers of a formula that is in one already; right behind a factor brackets that Markdown had escaped. */
  private spellMarked(node: TexNode, cursor: TexCursor, before: string): string {
    const inside = isCommand(node, '(') ? cursor.until((each) => isCommand(each, ')')) : undefined
    if (inside === undefined) return ''
    return /[A-Za-z0-9)}]$/.test(before) ? `(${this.spell(inside)})` : this.spell(inside)
  }

  private spellNode(node: TexNode, cursor: TexCursor): string {
    if (node.kind === 'sign') return node.text === '%' ? '\\%' : node.text
    if (isGroup(node)) return `{${this.spell(node.children)}}`
    if (node.kind === 'environment') return spellEnvironment(node, this, false)
    return this.spellCommand(node.name, cursor)
  }

  private spellCommand(name: string, cursor: TexCursor): string {
    if (name === 'left') return this.spellFence(cursor)
    if (name === 'tag' || name === 'tag*') return this.spellTag(cursor)
    if (isTextCommand(name) && isGroup(cursor.next)) {
      return `\\${name === 'textsc' ? 'text' : name}{${this.spellText(cursor.argument())}}`
    }
    return commandRules[name]?.(cursor, this) ?? `\\${name}`
  }

  /** What stands between `\left` and its `\right` is a formula of its own, with rows of its own. */
  private spellFence(cursor: TexCursor): string {
    cursor.skipBlanks()
    const opening = this.spell(cursor.peek(1))
    cursor.take()
    let depth = 1
    const inside = cursor.until((node) => {
      if (isCommand(node, 'left')) depth++
      if (isCommand(node, 'right')) depth--
      return depth === 0
    })
    if (inside === undefined) return `\\left${opening}`
    const begun = `\\left${opening}`
    return `${begun}${parted(begun, this.spell(inside))}\\right`
  }

  /** The number of an equation. KaTeX has a place for one, beside a formula on a line of its own; others stand behind. */
  private spellTag(cursor: TexCursor): string {
    const isBare = isSign(cursor.next, '*')
    if (isBare) cursor.take()
    const label = this.spellText(cursor.argument())
    this.tags++
    if (this.display && this.tags === 1) return `\\tag${isBare ? '*' : ''}{${label}}`
    return `\\qquad\\text{${isBare ? label : `(${label})`}}`
  }
}
