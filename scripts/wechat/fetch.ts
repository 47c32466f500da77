import { officialPackage } from './official-package'

/** `tsx scripts/wechat/fetch.ts`: WeChat's own package, before several processes need it at once. */
officialPackage()
// It leaves a child process behind that would keep Node alive.
process.exit(0)
