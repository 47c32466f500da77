import { CLOSING, OPENING } from '../../../packages/answer-stream/src/thoughts/tags'
import { choice, DONE, ends, says, type VendorStream } from './stream-pieces'

/** Each character by itself. */
const torn = (text: string): string[] => [...text].map((character) => says(character))

/** A text without any thoughts, whatever it speaks of. */
const plain = (kind: string, text: string): VendorStream[] => [
  { kind: `that ${kind}`, pieces: [says(text), ends('stop'), DONE], text, finish: 'stop' },
  {
    kind: `that ${kind}, torn into characters`,
    pieces: [...torn(text), ends('stop'), DONE],
    text,
    finish: 'stop',
  },
]

/** Each pair of tags that a model is known to write its thoughts between. */
const pairs: VendorStream[] = OPENING.flatMap((opening, at) => {
  const text = `\n${opening}\n先想 a<b [1]\n${CLOSING[at]}\n\n答案`
  const told = { text: '答案', thoughts: '\n先想 a<b [1]\n', finish: 'stop' }
  return [
    { kind: `with thoughts behind ${opening}`, pieces: [says(text), ends('stop'), DONE], ...told },
    {
      kind: `with thoughts behind ${opening}, torn into characters`,
      pieces: [...torn(text), ends('stop'), DONE],
      ...told,
    },
    {
      kind: `whose thoughts behind ${opening} have no end`,
      pieces: [says(`${opening}想了很久`), ends('length'), DONE],
      text: '',
      thoughts: '想了很久',
      fails: 'MODEL_UNAVAILABLE',
    },
  ]
})

/** Thoughts inside of the text. */
export const thoughtStreams: VendorStream[] = [
  ...pairs,
  {
    kind: 'with thoughts between tags, torn in their middle',
    pieces: [
      says('<thi'),
      says('nk>先想'),
      says('一想</thi'),
      says('nk>\n'),
      says('\n答案'),
      ends('stop'),
      DONE,
    ],
    text: '答案',
    thoughts: '先想一想',
    finish: 'stop',
  },
  {
    kind: 'with tags in capital letters',
    pieces: [says('<Think>想</THINK>答'), ends('stop'), DONE],
    text: '答',
    thoughts: '想',
    finish: 'stop',
  },
  {
    kind: 'that thinks nothing between its tags',
    pieces: [says('<think>\n\n</think>\n\n'), says('答案'), ends('stop'), DONE],
    text: '答案',
    thoughts: '\n\n',
    finish: 'stop',
  },
  {
    kind: 'whose thoughts are cut in their closing tag',
    pieces: [says('<think>想了很久</thi'), ends('length'), DONE],
    text: '',
    thoughts: '想了很久',
    fails: 'MODEL_UNAVAILABLE',
  },
  {
    kind: 'that ends by its own will within its thoughts',
    pieces: [says('<think>想了很久'), ends('stop'), DONE],
    text: '',
    thoughts: '想了很久',
    fails: 'MODEL_UNAVAILABLE',
  },
  {
    kind: 'that thinks and says nothing',
    pieces: [says('<think>想</think>\n\n'), ends('stop'), DONE],
    text: '',
    thoughts: '想',
    fails: 'MODEL_UNAVAILABLE',
  },
  {
    kind: 'that breaks off within its thoughts',
    pieces: [says('<think>想')],
    end: 'reset',
    text: '',
    thoughts: '想',
    fails: 'GENERATION_INTERRUPTED',
  },
  ...plain('ends with a lone sign, and speaks of a tag', '标签 `<think>` 是 a <'),
  ...plain('has a pair of tags in its middle', '写成 <think>想</think> 的样子。'),
  ...plain('has tags in its middle, one in the other', '写 <think><thought>想</thought></think> 吧。'),
  ...plain('has an opening tag in its middle', '以 <think> 开头'),
  ...plain('has tags in a fence', '看：\n```xml\n<think>想</think>\n</think>\n```\n好'),
  ...plain('begins with a bracket', '[1] 移项，[2] 合并'),
  ...plain('begins with the heading [Think]', '[Think] 想一想'),
  ...plain('begins with another element', '<b>答</b></b>'),
  ...plain('has tags around its answer', '<answer>答</answer>'),
  ...plain('closes thoughts that nothing opened', '先想</think>\n\n答案'),
  ...plain('begins with a closing tag', '</think>\n\n答'),
  ...plain('speaks of a closing tag', '标签 `</think>` 和 `</think>`。'),
  ...plain('ends in what may become a tag', '\n<thi'),
  {
    kind: 'that thinks and has a pair of tags in its answer',
    pieces: [says('<think>一</think>甲'), says('<think>二</think>乙'), ends('stop'), DONE],
    text: '甲<think>二</think>乙',
    thoughts: '一',
    finish: 'stop',
  },
  {
    kind: 'that thinks twice before its answer',
    pieces: [says('<think>一</think>\n\n<think>二</think>\n乙'), ends('stop'), DONE],
    text: '乙',
    thoughts: '一二',
    finish: 'stop',
  },
  {
    kind: 'that thinks and then speaks of tags',
    pieces: [...torn('<think>想</think>标签 `<think>` 和：\n```\n</think>\n```'), ends('stop'), DONE],
    text: '标签 `<think>` 和：\n```\n</think>\n```',
    thoughts: '想',
    finish: 'stop',
  },
  {
    kind: 'that closes its thoughts twice',
    pieces: [says('<think>想</think>答</think>案'), ends('stop'), DONE],
    text: '答</think>案',
    thoughts: '想',
    finish: 'stop',
  },
  {
    kind: 'whose thoughts speak of another tag',
    pieces: [...torn('<think>写 </thought> 吗</think>答'), ends('stop'), DONE],
    text: '答',
    thoughts: '写 </thought> 吗',
    finish: 'stop',
  },
  {
    kind: 'with thoughts in a field, and a text with closing tags',
    pieces: [
      choice({ delta: { reasoning_content: '想' } }),
      says('</think>答'),
      says('</think>案'),
      ends('stop'),
      DONE,
    ],
    text: '</think>答</think>案',
    thoughts: '想',
    finish: 'stop',
  },
  {
    kind: 'with thoughts in a field and once more between tags, as MiniMax',
    pieces: [
      says('<think>先', { reasoning_content: '先' }),
      says('想</think>\n答', { reasoning_content: '想' }),
      ends('stop'),
      DONE,
    ],
    text: '答',
    thoughts: '先想',
    finish: 'stop',
  },
  {
    kind: 'with thoughts in a field, and a text with tags in its middle',
    pieces: [
      choice({ delta: { reasoning_content: '想' } }),
      says('写 <think>想</think> 吧'),
      ends('stop'),
      DONE,
    ],
    text: '写 <think>想</think> 吧',
    thoughts: '想',
    finish: 'stop',
  },
  {
    kind: 'whose last chunk repeats its text with its thoughts',
    pieces: [
      says('<think>想</think>一'),
      choice({ message: { content: '<think>想</think>一二' }, finish_reason: 'stop' }),
      DONE,
    ],
    text: '一二',
    thoughts: '想',
    finish: 'stop',
  },
  {
    kind: 'that is one whole JSON answer with thoughts in its text',
    type: 'application/json',
    pieces: [JSON.stringify({ choices: [{ message: { content: '<think>\n想\n</think>\n\n答' } }] })],
    text: '答',
    thoughts: '\n想\n',
    finish: 'stop',
  },
  {
    kind: 'with all of its thoughts so far in each piece, as MiniMax',
    pieces: [
      ...[
        '先',
        '先想一想再说好不好',
        '先想一想再说好不好，好',
        '先想一想再说好不好，好',
        '先想一想再说好不好，好的',
      ].map((text) => choice({ delta: { reasoning_details: [{ type: 'reasoning.text', text }] } })),
      says('答'),
      ends('stop'),
      DONE,
    ],
    text: '答',
    thoughts: '先先想一想再说好不好，好的',
    finish: 'stop',
  },
  {
    kind: 'whose thoughts come in pieces that begin alike',
    pieces: [
      ...['好', '好的', '好的，', '先看这个式子的左边', '先看'].map((reasoning_content) =>
        choice({ delta: { reasoning_content } }),
      ),
      says('答'),
      ends('stop'),
      DONE,
    ],
    text: '答',
    thoughts: '好好的好的，先看这个式子的左边先看',
    finish: 'stop',
  },
]
