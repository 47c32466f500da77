import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const deployed = join(__dirname, '..', '..', '..', 'deploy', 'nginx')
const site = join(deployed, 'wuhao-tutor.conf')
/** The name in the site's file, for which a certificate is made. */
export const serverName = 'tutor.example.com'

/** The real nginx with the site of `deploy/`, on ports and in a folder of its own. */
export interface Nginx {
  port: number
  plainPort: number
  /** Its certificate, which nobody else trusts. */
  certificate: string
  accessLog(): Promise<string>
  /** The files in which it keeps bodies that it takes in before it asks the server. */
  kept(): Promise<string[]>
  close(): Promise<void>
}

/**
 * Starts `program` in front of the server on this port, or of three: then with the file of `deploy/` that names the further ones.
 * `nginx -t` has to be content before.
 */
export async function startNginx(
  program: string,
  upstream: number,
  further?: readonly [number, number],
): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'tutor-nginx-'))
  const [port, plainPort] = [await freePort(), await freePort()]
  const certificate = await makeCertificate(folder)
  await writeFile(join(folder, 'site.conf'), await siteFor({ folder, port, plainPort, upstream }))
  await mkdir(join(folder, 'servers'))
  if (further !== undefined)
    await writeFile(join(folder, 'servers', 'further.conf'), await serversFor(further))
  await writeFile(join(folder, 'nginx.conf'), mainConfig(folder))
  const options = ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')]
  execFileSync(program, [...options, '-t'], { stdio: 'pipe' })
  const child = spawn(program, options, { stdio: 'ignore' })
  await listening(port, child)
  return {
    port,
    plainPort,
    certificate,
    accessLog: () => readFile(join(folder, 'access.log'), 'utf8'),
    kept: async () => {
      const all = await readdir(join(folder, 'client_body'), { recursive: true, withFileTypes: true })
      return all.filter((entry) => entry.isFile()).map(({ name }) => name)
    },
    close: async () => {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The site as it is installed, but for what belongs to the machine. */
function siteFor(own: {
  folder: string
  port: number
  plainPort: number
  upstream: number
}): Promise<string> {
  return changed(site, [
    ['listen 80;', `listen 127.0.0.1:${own.plainPort};`],
    ['listen [::]:80;', ''],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${own.port} ssl http2;`],
    ['listen [::]:443 ssl http2;', ''],
    [`/etc/letsencrypt/live/${serverName}/fullchain.pem`, join(own.folder, 'certificate.pem')],
    [`/etc/letsencrypt/live/${serverName}/privkey.pem`, join(own.folder, 'key.pem')],
    ['/var/log/nginx/wuhao-tutor.log', join(own.folder, 'access.log')],
    ['127.0.0.1:8000', `127.0.0.1:${own.upstream}`],
    ['/etc/nginx/wuhao-tutor-servers/*.conf', join(own.folder, 'servers', '*.conf')],
  ])
}

function serversFor([second, third]: readonly [number, number]): Promise<string> {
  return changed(join(deployed, 'wuhao-tutor-servers.conf'), [
    ['127.0.0.1:8010', `127.0.0.1:${second}`],
    ['127.0.0.1:8020', `127.0.0.1:${third}`],
  ])
}

/** A file with something put in the place of what has to be there once. */
async function changed(
  file: string,
  changes: readonly (readonly [found: string, put: string])[],
): Promise<string> {
  return changes.reduce(
    (text, [found, put]) => {
      if (text.split(found).length !== 2) throw new Error(`${found} should be in ${file} once`)
      return text.replace(found, put)
    },
    await readFile(file, 'utf8'),
  )
}

function mainConfig(folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${join(folder, kind)};`)
    .join('\n')
  return `
    ${process.getuid?.() === 0 ? `user ${userInfo().username};` : ''}
    daemon off;
    worker_processes 1;
    pid ${join(folder, 'pid')};
    error_log ${join(folder, 'error.log')};
    events { worker_connections 4096; }
    http {
      ${temporary}
      include ${join(folder, 'site.conf')};
    }`
}

async function makeCertificate(folder: string): Promise<string> {
  const certificate = join(folder, 'certificate.pem')
  await mkdir(folder, { recursive: true })
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    join(folder, 'key.pem'),
  ]
  const about = ['-subj', `/CN=${serverName}`, '-addext', `subjectAltName=DNS:${serverName}`, '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...key, ...about, '-out', certificate], { stdio: 'pipe' })
  return readFile(certificate, 'utf8')
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`)
    const socket = connect(port, '127.0.0.1')
    const isThere = await new Promise<boolean>((resolve) => {
      socket.on('connect', () => resolve(true))
      socket.on('error', () => resolve(false))
    })
    socket.destroy()
    if (isThere) return
    await sleep(20)
  }
}
