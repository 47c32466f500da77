import type { Random } from './random'

/** A line of a page: how it is set in HTML, what it says, and what a marking has to say of it. */
export interface PrintedLine {
  html: string
  text: string
  /** Whether it is an exercise, which has to be read without a fault. */
  isExercise: boolean
  /** Where a student's result stands beside it. */
  verdict?: 'right' | 'wrong'
}

const plain = (text: string, isExercise: boolean): PrintedLine => ({ html: text, text, isExercise })

export const words = (text: string): PrintedLine => plain(text, false)

/** A number in the student's hand, where pages have one. */
const written = (text: string): string => `<span class="hand">${text}</span>`

/** A sum of two numbers that comes out; division without a remainder. */
export function sum(random: Random): { text: string; result: number } {
  const sign = random.of(['+', '－', '×', '÷'] as const)
  const [a, b] = [random.whole(2, 99), random.whole(2, 99)]
  const [small, factor] = [random.whole(2, 9), random.whole(2, 12)]
  switch (sign) {
    case '+':
      return { text: `${a}+${b}=`, result: a + b }
    case '－':
      return { text: `${Math.max(a, b)}－${Math.min(a, b)}=`, result: Math.abs(a - b) }
    case '×':
      return { text: `${small}×${factor}=`, result: small * factor }
    case '÷':
      return { text: `${small * factor}÷${small}=`, result: factor }
  }
}

/** A sum with a student's result, one in four of them wrong. */
export function answeredSum(random: Random): PrintedLine {
  const { text, result } = sum(random)
  const isWrong = random.percent(25)
  const told = isWrong ? result + random.of([1, -1, 2, 10]) : result
  return {
    html: `${text}${written(String(told))}`,
    text: `${text}${told}`,
    isExercise: true,
    verdict: isWrong ? 'wrong' : 'right',
  }
}

/** One of the exercises that stand in schoolbooks. */
export function printedExercise(random: Random, number: number): PrintedLine {
  const [a, b, c] = [random.whole(2, 30), random.whole(2, 30), random.whole(2, 9)]
  const label = `${number}. `
  const exercises = [
    `计算：(${a}+${b})×${c}－${c * 6}÷${c}=`,
    `计算：${a}.${random.whole(1, 9)}×${c}+${b}.${random.whole(1, 9)}=`,
    `解方程：${c}x+${a}=${a + c * b}`,
    `解方程：${a}－${c}x=${a - c}`,
    `计算：${a * c}÷${c}+${b}×${c}=`,
    `${a}×${b}－${c}=`,
  ] as const
  return plain(`${label}${random.of(exercises)}`, true)
}

/** An equation with a power. */
export function quadratic(random: Random, number: number): PrintedLine {
  const [b, c] = [random.whole(2, 9), random.whole(2, 20)]
  return {
    html: `${number}. 解方程：<i>x</i><sup>2</sup>－${b}<i>x</i>+${c}=0`,
    text: `${number}. 解方程：x²－${b}x+${c}=0`,
    isExercise: true,
  }
}

const fraction = (top: number, bottom: number): string =>
  `<span class="fraction"><span>${top}</span><span>${bottom}</span></span>`

/** A sum of printed fractions, read as a/b. */
export function fractions(random: Random, number: number): PrintedLine {
  const [a, b, c, d] = [random.whole(1, 5), random.whole(6, 12), random.whole(1, 5), random.whole(6, 12)]
  const sign = random.of(['+', '－', '×', '÷'] as const)
  return {
    html: `${number}. ${fraction(a, b)} ${sign} ${fraction(c, d)} =`,
    text: `${number}. ${a}/${b}${sign}${c}/${d}=`,
    isExercise: true,
  }
}

/** Two numbers below each other, and what a student wrote under them. */
export function verticalSum(random: Random): PrintedLine {
  const [a, b] = [random.whole(40, 99), random.whole(10, 39)]
  const sign = random.of(['+', '－'] as const)
  const result = sign === '+' ? a + b : a - b
  const isWrong = random.percent(25)
  const told = isWrong ? result + 10 : result
  return {
    html: `<span class="vertical"><span>${a}</span><span>${sign} ${b}</span><span class="under hand">${told}</span></span>`,
    text: `${a}${sign}${b}=${told}`,
    isExercise: true,
    verdict: isWrong ? 'wrong' : 'right',
  }
}

const SENTENCES = [
  'The boy has lived here since 2019.',
  'She was reading when I came in.',
  'How many apples are there in the box?',
  'It is going to rain this afternoon.',
  'My father goes to work by bus every day.',
  'There is some milk in the fridge.',
  'We have been friends for ten years.',
  'He is taller than his younger brother.',
] as const

/** A sentence to be judged, as an English exercise is numbered. */
export const english = (random: Random, number: number): PrintedLine =>
  plain(`${number}. ${random.of(SENTENCES)}`, true)
