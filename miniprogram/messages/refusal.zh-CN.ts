/** What a student reads where the program may not use something of theirs. */
export const refusalMessages = {
  things: { camera: '相机或相册', microphone: '麦克风', album: '相册', clipboard: '剪贴板' },
  /** The host asks again at the next attempt. */
  privacy: (thing: string) => `同意隐私保护指引后才能用${thing}，再试一次可以同意`,
  scope: (thing: string) => `要用${thing}，需要在小程序的设置里允许。`,
  system: (thing: string) => `手机没有允许微信用${thing}，请在系统设置里打开。`,
  settings: '去设置',
  notNow: '先不用',
} as const
