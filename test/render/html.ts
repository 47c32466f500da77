import { BlockParser } from '../../miniprogram/render/block/block-parser'
import type { Block, Container, Leaf } from '../../miniprogram/render/block/blocks'
import { Definitions } from '../../miniprogram/render/inline/definitions'
import { unescapeText } from '../../miniprogram/render/inline/entities'
import { parseInline } from '../../miniprogram/render/inline/inline-parser'
import type { Piece } from '../../miniprogram/render/inline/pieces'

/** Renders Markdown to HTML from the renderer's own blocks and pieces; `cuts` are the places between deltas. */
export function toHtml(markdown: string, cuts: readonly number[] = []): string {
  const definitions = new Definitions(() => {})
  const parser = new BlockParser(definitions, () => {})
  let from = 0
  for (const cut of cuts) {
    parser.push(markdown.slice(from, cut))
    from = cut
  }
  parser.push(markdown.slice(from))
  parser.finish()
  return blocks(parser.document.children, definitions, false)
}

function blocks(children: readonly Block[], definitions: Definitions, tight: boolean): string {
  return children
    .map((child) => (child.type === 'leaf' ? leaf(child, definitions, tight) : container(child, definitions)))
    .join('')
}

function container(block: Container, definitions: Definitions): string {
  if (block.type === 'quote')
    return `<blockquote>\n${blocks(block.children, definitions, false)}</blockquote>\n`
  const tight = !isLoose(block)
  const ordered = block.marker === '.' || block.marker === ')'
  const start = ordered && Number(block.number) !== 1 ? ` start="${Number(block.number)}"` : ''
  const items = block.children.map((item) => {
    const inside = item.type === 'leaf' ? '' : blocks(item.children, definitions, tight)
    const lead = inside && !(tight && item.type !== 'leaf' && isParagraph(item.children[0])) ? '\n' : ''
    return `<li>${lead}${tight ? inside.replace(/\n$/, (end) => (item.type !== 'leaf' && isParagraph(item.children[item.children.length - 1]) ? '' : end)) : inside}</li>\n`
  })
  const tag = ordered ? 'ol' : 'ul'
  return `<${tag}${start}>\n${items.join('')}</${tag}>\n`
}

function isParagraph(block: Block | undefined): boolean {
  return block?.type === 'leaf' && block.kind === 'paragraph'
}

function leaf(block: Leaf, definitions: Definitions, tight: boolean): string {
  const text = block.frozen + block.text
  switch (block.kind) {
    case 'definition':
      return ''
    case 'paragraph':
      if (!text) return ''
      return tight ? `${inline(text, block, definitions)}\n` : `<p>${inline(text, block, definitions)}</p>\n`
    case 'heading':
      return `<h${block.level}>${inline(text, block, definitions)}</h${block.level}>\n`
    case 'code': {
      const language = unescapeText(block.info).split(/\s/)[0] ?? ''
      return `<pre><code${language ? ` class="language-${escapeHtml(language)}"` : ''}>${escapeHtml(text)}${block.lines ? '\n' : ''}</code></pre>\n`
    }
    case 'rule':
      return '<hr />\n'
    case 'html':
      return `${text}\n`
    case 'math':
      return `<math>${escapeHtml(text)}</math>\n`
    case 'source':
      return `<p>${escapeHtml(text)}</p>\n`
    case 'table':
      return `<table>${block.cells.map((row) => `<tr>${row.map((cell) => `<td>${inline(cell, block, definitions)}</td>`).join('')}</tr>`).join('')}</table>\n`
  }
}

function inline(text: string, block: Leaf, definitions: Definitions): string {
  const context = { before: '', final: true, find: (label: string) => definitions.find(label, block) }
  return parseInline(text, context).pieces.map(piece).join('')
}

function piece(item: Piece): string {
  switch (item.kind) {
    case 'text':
      return escapeHtml(item.text)
    case 'code':
      return `<code>${escapeHtml(item.text)}</code>`
    case 'formula':
      return `<math>${escapeHtml(item.tex)}</math>`
    case 'html':
      return item.text
    case 'break':
      return item.hard ? '<br />\n' : '\n'
    case 'image':
      return `<img src="${address(item.url)}" alt="${escapeHtml(item.alt)}" />`
    case 'autolink':
      return `<a href="${address(item.url)}">${escapeHtml(item.text)}</a>`
    case 'linkEnd':
      return '</a>'
    case 'bracket':
      if (item.url !== undefined) return `<a href="${address(item.url)}">`
      return item.image ? '![' : '['
    case 'delimiter': {
      const closes = item.closes.map((tag) => `</${tag}>`).join('')
      const opens = [...item.opens]
        .reverse()
        .map((tag) => `<${tag}>`)
        .join('')
      return closes + item.sign.repeat(item.count) + opens
    }
  }
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

function address(url: string): string {
  const encoded = encodeURI(url.replace(/%(?![0-9a-fA-F]{2})/g, '%25')).replace(/%25(?=[0-9a-fA-F]{2})/g, '%')
  return escapeHtml(encoded.replace(/%5B/g, '%5B').replace(/%60/g, '%60'))
}

/** A list is loose if a blank line stands between its items or between the blocks of one item. */
function isLoose(list: Container): boolean {
  return list.children.some(
    (item, index) =>
      (index > 0 && item.blankBefore) ||
      (item.type !== 'leaf' && item.children.some((child, place) => place > 0 && child.blankBefore)),
  )
}
