/**
 * `npm run backup` and such: from the sources where the developers' tools are installed, else what `npm run build` made of
 * them.
 */
const { spawnSync } = require('node:child_process')
const { join } = require('node:path')

const root = join(__dirname, '..', '..')
const sources = {
  backup: 'operate/backup/backup-main.ts',
  restore: 'operate/backup/restore-main.ts',
  'deploy-check': 'operate/deploy-check/deploy-check-main.ts',
  admin: 'admin/main.ts',
}
const [name, ...options] = process.argv.slice(2)

const started = hasTools()
  ? ['--import', 'tsx', join(root, 'server', 'src', sources[name])]
  : [join(root, 'dist', 'server', `${name}.js`)]
const { status } = spawnSync(process.execPath, [...started, ...options], { cwd: root, stdio: 'inherit' })
process.exitCode = status ?? 1

function hasTools() {
  try {
    require.resolve('tsx')
    return true
  } catch {
    return false
  }
}
