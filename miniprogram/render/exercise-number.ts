/** An exercise's number, as a pattern's text: digits, or numerals up to 九十九. Chinese characters have no order: a range would be thousands of them. */
export const NUMBER = '[ \\t]*(\\d{1,3}|[一二三四五六七八九十]{1,3})[ \\t]*'
