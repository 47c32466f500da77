const nothing = (): undefined => undefined

/** What TDesign asks for while it loads; every host has it since the first base library. */
const systemInfo = {
  SDKVersion: '3.8.0',
  platform: 'ios',
  windowWidth: 375,
  windowHeight: 667,
  statusBarHeight: 20,
  pixelRatio: 2,
}

/** The globals of a mini-program for loading its modules: what they register is taken, and nothing is done with it. */
export function loadingStubs(): Record<string, unknown> {
  return {
    App: nothing,
    Page: nothing,
    Component: nothing,
    Behavior: (options: unknown) => options,
    getApp: () => ({}),
    getCurrentPages: () => [],
    wx: { getSystemInfoSync: () => systemInfo },
  }
}
