import type { ModelTurn } from '../model'
import { wholeNumber } from './question/numerals'

/** Why each step that is taught may be taken. */
const REASONS: readonly (readonly [RegExp, string, string])[] = [
  [
    /移项|变号|移过/,
    '移项',
    '移项就是在等式的两边同时加上或减去同一个数（或同一个含未知数的项），等式仍然成立。这样做是为了把含未知数的项放到一边，把数放到另一边。从一边移到另一边的项，正好是用加上它的相反数消去的，所以符号要改变。',
  ],
  [
    /去分母/,
    '去分母',
    '等式两边同时乘所有分母的公倍数，等式仍然成立，分母就约去了，后面的计算只剩整数，不容易出错。每一项都要乘，没有分母的项也不能漏。',
  ],
  [
    /去括号/,
    '去括号',
    '先用乘法分配律把括号去掉，才能把同类项合在一起。括号前是负号时，括号里的每一项都要变号。',
  ],
  [
    /合并同类项|合并/,
    '合并同类项',
    '含有相同字母并且次数相同的项，可以把系数相加：这是乘法分配律 $ax + bx = (a + b)x$。合并以后，未知数只出现一次，就能求出它。',
  ],
  [
    /系数化为 ?1|系数化1/,
    '系数化为 1',
    '等式两边同时除以同一个不是 $0$ 的数，等式仍然成立。未知数前面的数除掉以后，另一边就是未知数的值。',
  ],
  [
    /通分/,
    '通分',
    '分母不同，说明每一份的大小不同，不能直接相加减。先把它们化成分母相同的分数（值不变），再把分子相加减。',
  ],
  [
    /判别式/,
    '判别式',
    '一元二次方程的求根公式里有 $\\sqrt{b^2 - 4ac}$。先看 $b^2 - 4ac$ 是正数、$0$ 还是负数，就知道方程有两个、一个还是没有实数根。',
  ],
  [
    /求根公式/,
    '求根公式',
    '把一般形式 $ax^2 + bx + c = 0$ 配方，就得到求根公式，所以每个一元二次方程都可以用它来解。',
  ],
  [
    /一般形式|整理/,
    '整理成一般形式',
    '判别式和求根公式里的 $a$、$b$、$c$ 是一般形式 $ax^2 + bx + c = 0$ 的系数，所以要先把所有的项移到一边。',
  ],
  [
    /消元|消去/,
    '消元',
    '两个方程里一个未知数的系数相同（或相反）时，把两个方程相减（或相加），这个未知数就没有了，剩下的一元一次方程就会解。',
  ],
  [/代入/, '代入', '已经求出了一个未知数，用它的值代替方程里的字母，方程里就只剩下另一个未知数。'],
  [/检验|验算/, '检验', '把求出的数代回原来的方程，左右两边相等，就说明中间没有算错。'],
  [/对调/, '左右对调', '等式的左右两边可以交换位置，等式不变；习惯上把未知数写在左边。'],
  [
    /改变方向|不等号/,
    '不等号改变方向',
    '不等式两边同时乘或除以一个负数，大小关系反过来，所以不等号的方向要改变。',
  ],
]

const ABOUT_STEP =
  /^(?:老师|请问|那|你|刚才|刚刚|上面|前面|这里|的|,|，|\s)*(?:第\s*([\d一二三四五六七八九十]+)\s*步)?(?:这里|里|中|是|的|,|，|\s)*(?:为什么|为啥|为何|怎么|怎样|如何|是什么意思|什么意思|凭什么|不懂|没看懂|看不懂|我不懂)?(?:要|能|可以|会|还|就|得|是)*\s*([一-鿿]{2,8}?\s*1?)?(?:来的|得到的|得来的|变成的|这样做|这么做|做的|算的|做|算|呢|啊|吗|的|呀)*[\s?？。!！]*$/
const ASKS_WHY = /为什么|为啥|为何|怎么|怎样|如何|什么意思|凭什么|不懂|没看懂|看不懂|步\s*呢/

/** A numbered step of an answer, as it stands there. */
const STEP = /第 (\d+) 步：([^\n]+)\n\n(\$\$[\s\S]*?\$\$)/g

/** Whether an answer is this tutor's: others stand in a history where a model was configured before. */
export const isOwnAnswer = (answer: string): boolean => /本地小导师|### (?:解答|第 \S+ 题)（/.test(answer)

/** What this tutor says about its own working: the answer that is meant stands before it. */
const REMARK =
  /^(?:我是\*\*本地小导师\*\*[^\n]*\n\n)?(?:请告诉我是哪一步没有看懂|上一个回答的第 \d+ 步|我上一个回答的第 \d+ 步|我没有找到(?:你问的那一步|第 \d+ 步))/

/** The answer that a question about a step means: the last one, whatever was said about it since. */
export const lastWorking = (history: readonly ModelTurn[]): string =>
  [...history].reverse().find(({ answer }) => !REMARK.test(answer))?.answer ?? ''

/** A step as it stands in an answer. */
export interface OwnStep {
  number: number
  words: string
  formula: string
}

/** The steps of an answer of this tutor, in their order. */
export function stepsOf(answer: string): OwnStep[] {
  const numbered = [...answer.matchAll(STEP)].map(([, number = '', words = '', formula = '']) => ({
    number: Number(number),
    words,
    formula,
  }))
  if (numbered.length > 0) return numbered
  const [, begun = ''] = answer.split('\\begin{aligned} ', 2)
  const [aligned = '', ended] = begun.split(' \\end{aligned}', 2)
  if (ended === undefined) return []
  const rows = aligned.split(' \\\\ ').map((row) => row.replace(/^=?\{?\}?&/, ''))
  return rows.slice(1).map((row, index) => ({
    number: index + 1,
    words: '按运算顺序计算',
    formula: `$$${rows[index]} = ${row}$$`,
  }))
}

/**
 * An answer to a question about a step that this tutor wrote last (第 3 步为什么要移项？), from its own working; undefined
 * where it is no such question.
 */
export function answerAboutStep(question: string, history: readonly ModelTurn[]): string | undefined {
  const asked = ABOUT_STEP.exec(question.trim())
  if (asked === null || !ASKS_WHY.test(question)) return undefined
  const [, numberText, rule] = asked
  if (numberText === undefined && REASONS.every(([pattern]) => !pattern.test(rule ?? ''))) return undefined
  const last = lastWorking(history)
  if (!isOwnAnswer(last)) return undefined
  const steps = stepsOf(last)
  const number = numberText === undefined ? undefined : Number(wholeNumber(numberText)?.n ?? 0)
  const named = REASONS.find(([pattern]) => rule !== undefined && pattern.test(rule))
  const step = steps.find((one) =>
    number === undefined ? named?.[0].test(one.words) === true : one.number === number,
  )
  if (step === undefined) return missing(number, steps)
  const own = REASONS.find(([pattern]) => pattern.test(step.words))
  if (named !== undefined && own !== undefined && named !== own) {
    return `我上一个回答的第 ${step.number} 步是“${step.words.replace(/，得$/, '')}”，不是${named[1]}：\n\n${step.formula}\n\n**${own[1]}：**${own[2]}`
  }
  const reason = own ?? named
  const why =
    reason === undefined
      ? '这一步把上一行里已经可以算的部分算了出来：先算括号里面的，再算乘方，然后算乘除，最后算加减。'
      : `**${reason[1]}：**${reason[2]}`
  return `上一个回答的第 ${step.number} 步是“${step.words.replace(/[，：]?得?$/, '')}”：\n\n${step.formula}\n\n${why}`
}

function missing(number: number | undefined, steps: readonly OwnStep[]): string {
  const count = steps.length === 0 ? '里没有编号的步骤' : `一共有 ${steps.length} 步`
  const what = number === undefined ? '我没有找到你问的那一步' : `我没有找到第 ${number} 步`
  return `${what}：我的上一个回答${count}。请再说一遍是哪道题的哪一步。`
}
