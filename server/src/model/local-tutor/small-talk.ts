import type { ModelTurn } from '../model'
import { isOwnAnswer, lastWorking, stepsOf } from './follow-up'

const ABILITIES =
  '我会做这些：四则混合运算，分数、小数和百分数，比和比例，解方程、方程组和不等式，化简和因式分解，平方根，单位换算，平均数，简单图形的周长和面积；也能批改口算、竖式和解方程。\n\n应用题和别的学科我不会，遇到了会照实告诉你，不乱猜。'
const GREETING = '你好，把数学题打字发给我，或者拍下来，我一步一步写给你看。'
const THANKS = '不客气，还有题目就发给我。'
const FAREWELL = '再见，有题目随时来问我。'
const WHAT_IS_RIGHT = '请把算式和你的得数写在一起发给我，比如：7×8=54 对吗？我来看对不对。'
const WHICH_STEP = '请告诉我是哪一步没有看懂，比如：第 1 步为什么可以这样做？'

/** What is said between exercises: a whole text that says nothing else. */
const TALK: readonly (readonly [RegExp, string])[] = [
  [/^(?:你好|您好|老师好|老师您好|嗨|哈喽|hi|hello|hey|在吗|在么|早上好|下午好|晚上好|早安)$/i, GREETING],
  [/^(?:好的?|嗯|明白了?|懂了|知道了|会了)?(?:谢谢|多谢|谢了|感谢)(?:你|您|老师|啦|了|小导师)*$/, THANKS],
  [/^(?:好的?|嗯+|明白了?|懂了|我懂了|知道了|会了|我会了|ok)$/i, THANKS],
  [/^(?:再见|拜拜|拜|晚安|下次见)$/, FAREWELL],
  [/^(?:你|您)?(?:是谁|叫什么(?:名字)?|是什么|是真人|是人|是机器人|是老师|是ai)(?:吗|呢)?$/i, ABILITIES],
  [
    /^(?:你|您)?(?:都|能|会|可以)*(?:帮我?)?(?:做|干|教|解|讲|问)?(?:些?什么|哪些)(?:题目?|事|呢|啊)*$/,
    ABILITIES,
  ],
  [
    // Each text has one way through the group: with two, a long 这样做这样做… has more ways than can be tried.
    /^(?:[这那]样?|(?:我(?:这样)?)?[做写算]的?|答案)*(?:对不对|(?:是对的|对|正确)[吗么嘛])$/,
    WHAT_IS_RIGHT,
  ],
  [/^(?:怎么用|怎么使用|怎么问|帮助|help)$/i, ABILITIES],
]
const NOT_UNDERSTOOD =
  /^(?:我|还是|没有?|不|看|听|太|明白|懂|怎么|来的|会|这|是|为什么|为啥|再|讲|说|解释|一遍|一下|一次|详细|点|的|了|啊|呢|吗)+$/
const ASKS_AGAIN = /不懂|没懂|没看懂|看不懂|听不懂|不明白|没明白|为什么|为啥|怎么来的|再讲|再说|再解释|详细/

/** An answer to a greeting, to thanks, to what the tutor can do, or to a 为什么 that names no step; undefined where something else is said. */
export function smallTalk(question: string, history: readonly ModelTurn[]): string | undefined {
  const said = question.replace(/[\s,，.。!！?？~～、…]+/g, '')
  const answer = TALK.find(([pattern]) => pattern.test(said))?.[1]
  if (answer !== undefined) return answer
  if (!NOT_UNDERSTOOD.test(said) || !ASKS_AGAIN.test(said)) return undefined
  const last = lastWorking(history)
  return isOwnAnswer(last) && stepsOf(last).length > 0 ? WHICH_STEP : undefined
}
