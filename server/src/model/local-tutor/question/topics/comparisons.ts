import {
  divide,
  endingDecimal,
  type Fraction,
  isNegative,
  numberLatex,
  Unsolved,
} from '../../mathematics/quantity'
import { known, type Topic, withDecimal } from './topic'

/** A ratio in percent, with the sign before it: rounded to one place where the decimal does not end. */
function percentLatex(ratio: Fraction): { sign: '=' | '\\approx'; percent: string } {
  const exact = endingDecimal(ratio.mul(100))
  const percent = exact ?? ratio.mul(100).round(1).toString()
  return { sign: exact === undefined ? '\\approx' : '=', percent: `${percent}\\%` }
}

/** A 是 B 的几倍（几分之几、百分之几）. */
export const ratioOf: Topic = {
  read(cursor, values) {
    const first = known(values.tight())
    if (first === undefined || !cursor.eat(/是|占/y)) return undefined
    const second = known(values.tight())
    const asked = cursor.match(/的(几倍|多少倍|几分之几|百分之几|百分之多少)/y)?.[1]
    if (second === undefined || asked === undefined) return undefined
    const ratio = divide(first.value, second.value)
    const division = `${first.latex} \\div ${second.latex}`
    const isPercent = asked.startsWith('百')
    const { sign, percent } = percentLatex(ratio)
    const about = sign === '=' ? '' : '约 '
    const answer = isPercent
      ? `${about}$${percent}$`
      : asked.endsWith('倍')
        ? `${withDecimal(ratio)} 倍`
        : withDecimal(ratio)
    const line = isPercent
      ? `${division} = ${numberLatex(ratio, 'decimal')} ${sign} ${percent}`
      : `${division} = ${numberLatex(ratio)}`
    return {
      title: '倍数与分率',
      markdown: `求一个数是另一个数的${asked}，用这个数除以另一个数：\n\n$$${line}$$\n\n**答案：**${answer}`,
    }
  },
}

/** A 比 B 多多少; A 比 B 多百分之几. */
export const difference: Topic = {
  read(cursor, values) {
    const first = known(values.tight())
    if (first === undefined || !cursor.eat(/比/y)) return undefined
    const second = known(values.tight())
    const asked = cursor.match(/(多|少|大|小)(几分之几|百分之几|百分之多少|多少|几)/y)
    if (second === undefined || asked === undefined) return undefined
    const isMore = asked[1] === '多' || asked[1] === '大'
    const [high, low] = isMore ? [first, second] : [second, first]
    const gap = high.value.sub(low.value)
    if (isNegative(gap)) throw new Unsolved('ambiguous')
    const title = '相差关系'
    const subtraction = `${high.latex} - ${low.latex} = ${numberLatex(gap, 'decimal')}`
    if (asked[2] === '多少' || asked[2] === '几') {
      return {
        title,
        markdown: `用大的数减去小的数：\n\n$$${subtraction}$$\n\n**答案：**${withDecimal(gap)}`,
      }
    }
    const ratio = divide(gap, second.value)
    const isPercent = asked[2]?.startsWith('百') === true
    const { sign, percent } = percentLatex(ratio)
    const [equals, answer] = isPercent ? [sign, percent] : ['=', numberLatex(ratio)]
    const about = equals === '=' ? '' : '约 '
    return {
      title,
      markdown: `先求相差多少，再除以“比”字后面的数：\n\n$$${subtraction}$$\n\n$$${numberLatex(gap, 'decimal')} \\div ${second.latex} ${equals} ${answer}$$\n\n**答案：**${about}$${answer}$`,
    }
  },
}

/** 比较 3/4 和 5/7 的大小; 3/4 和 5/7 哪个大. */
export const sizes: Topic = {
  read(cursor, values) {
    const isTold = cursor.eat(/比较(?:一下)?/y)
    const first = known(values.tight())
    if (first === undefined || !cursor.eat(/[和与跟、]/y)) return undefined
    const second = known(values.tight())
    const asked = cursor.match(/(?:的大小|(哪个|谁)(?:数)?(?:更|比较)?(大|小|多|少))/y)
    if (second === undefined || asked === undefined || (!isTold && asked[2] === undefined)) return undefined
    const order = first.value.compare(second.value)
    const sign = order < 0 ? '<' : order > 0 ? '>' : '='
    const gap = numberLatex(first.value.sub(second.value).abs())
    const why =
      order === 0
        ? `$${first.latex}$ 和 $${second.latex}$ 的值相等。`
        : `用大的减去小的，差是 $${gap}$，大于 $0$。`
    return {
      title: '比较大小',
      markdown: `${why}\n\n**答案：**$${first.latex} ${sign} ${second.latex}$`,
    }
  },
}

/** 15 里面有几个 3. */
export const contained: Topic = {
  read(cursor, values) {
    const whole = known(values.tight())
    if (whole === undefined || !cursor.eat(/(?:里面?|中)(?:一共)?有(?:几|多少)个/y)) return undefined
    const part = known(values.tight())
    if (part === undefined) return undefined
    const result = divide(whole.value, part.value)
    return {
      title: '除法',
      markdown: `求一个数里面有几个另一个数，用除法：\n\n$$${whole.latex} \\div ${part.latex} = ${numberLatex(result)}$$\n\n**答案：**${withDecimal(result)}`,
    }
  },
}
