/** 第 3 题, 第3、5题, 第 2 到 4 题. */
const NAMED = /第[ \t]*((?:\d{1,3}[ \t]*(?:[、,，和与到至~-][ \t]*)?)+)[题題]/g
/** More exercises than a range names: it was meant otherwise. */
const LONGEST_RANGE = 50

/** The numbers of the exercises that a question names, in its order. */
export function askedExercises(question: string): string[] {
  const asked = new Set<string>()
  NAMED.lastIndex = 0
  for (let found = NAMED.exec(question); found !== null; found = NAMED.exec(question)) {
    for (const number of numbersOf(found[1] ?? '')) asked.add(String(number))
  }
  return Array.from(asked)
}

/** The numbers of a list; those between two that 到 joins too. */
function numbersOf(list: string): number[] {
  const numbers: number[] = []
  let isRange = false
  for (const part of list.split(/([、,，和与到至~-])/)) {
    const number = Number(part.trim())
    if (!Number.isInteger(number) || part.trim() === '') {
      isRange = /[到至~-]/.test(part)
      continue
    }
    const before = numbers[numbers.length - 1]
    if (isRange && before !== undefined && number - before <= LONGEST_RANGE) {
      for (let between = before + 1; between < number; between++) numbers.push(between)
    }
    numbers.push(number)
  }
  return numbers
}
