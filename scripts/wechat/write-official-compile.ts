import { compileOfficially } from './official-compile'

/** `tsx scripts/wechat/write-official-compile.ts FOLDER`: writes there what WeChat's compiler makes of the mini-program. */
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('which folder?')

compileOfficially(folder).then(
  // The compiler leaves a child process behind that would keep Node alive.
  () => process.exit(0),
  (error: unknown) => {
    console.error('The mini-program does not compile:', error)
    process.exit(1)
  },
)
