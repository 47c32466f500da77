/** When something comes up, in words. */
export const timeMessages = {
  now: '今天',
  minutes: (count: number) => `${count} 分钟后`,
  hours: (count: number) => `${count} 小时后`,
  tomorrow: '明天',
  days: (count: number) => `${count} 天后`,
  date: (month: number, day: number) => `${month} 月 ${day} 日`,
  yearDate: (year: number, month: number) => `${year} 年 ${month} 月`,
} as const
