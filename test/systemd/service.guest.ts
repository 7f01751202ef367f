import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Guest, whyNoGuest } from '../support/guest.ts'

const skipped = whyNoGuest()
if (skipped) console.log(`The tests under systemd are skipped: ${skipped}.`)

const install = 'authd service install --system'
const uninstall = 'authd service uninstall --system'
const password = 'correct horse battery'
const data = '/var/lib/authd'

/** A line of bash that prints the status and the body of /readyz. */
const ready = `node -e "fetch('http://127.0.0.1:8420/readyz').then(async (a) => console.log(a.status, await a.text()))"`
const isReady = '200 {"ok":true,"reasons":[],"warnings":[]}'

/** Registers ann at the server of the machine, whose data root's commands look into, and logs her in. */
const settle = [
  `echo '${password}' | auth register --email ann@example.org --password-stdin --no-verify`,
  `code=$(authd mail show --to ann@example.org --data-dir ${data} | grep -Eom1 '^[A-Z0-9]{6}$')`,
  'auth verify --email ann@example.org --code "$code"',
  `echo '${password}' | auth login --email ann@example.org --password-stdin --storage file`,
].join(' && ')

/** Takes a new access token, and asks with it who she is. */
const goOn = 'auth refresh >/dev/null && auth whoami --json | grep -o ann@example.org'

/** One machine; each test goes on where the one before it stopped. */
describe.skipIf(skipped)('authd service under a real systemd (contract §1)', () => {
  let guest: Guest
  beforeAll(async () => {
    guest = await Guest.boot()
  })
  afterAll(() => guest?.stop())

  const show = (property: string) => guest.read(`systemctl show authd --property=${property} --value`)

  test('install comes back when requests are answered, and says where the data is', async () => {
    const { code, stderr } = await guest.run(install)
    expect([code, stderr]).toEqual([
      0,
      'Wrote /etc/systemd/system/authd.service; authd runs now and after each boot.\n' +
        'Its data is in /var/lib/authd; name that to the other commands too, as in `sudo authd user list --data-dir /var/lib/authd`.\n',
    ])
    expect(await guest.read(ready)).toBe(isReady)
    expect(JSON.parse(await guest.read('authd service status --system --json'))).toEqual({
      kind: 'system',
      path: '/etc/systemd/system/authd.service',
      installed: true,
      enabled: 'enabled',
      active: 'active',
    })
    expect(await guest.read('systemd-analyze verify authd.service 2>&1')).toBe('')
  })

  test('the server is a user that systemd made: it writes nowhere else, sees no homes, and may do one thing of root', async () => {
    const process = await show('MainPID')
    const uid = await guest.read(`stat --format=%u /proc/${process}`)
    expect(Number(uid)).toBeGreaterThan(61_183) // systemd.exec(5): DynamicUser takes 61184 to 65519
    expect(await guest.read(`grep CapEff /proc/${process}/status`)).toBe('CapEff:\t0000000000000400') // CAP_NET_BIND_SERVICE
    const inside = (line: string) => guest.run(`nsenter --target ${process} --mount ${line}`)
    expect(await inside('touch /etc/x')).toEqual({
      code: 1,
      stdout: '',
      stderr: "touch: cannot touch '/etc/x': Read-only file system\n",
    })
    expect((await inside('ls -A /root')).stdout).toBe('')
    expect(await guest.read('ls -A /root')).not.toBe('')
    expect(await guest.read(`find -L ${data} ! -uid ${uid} -o -perm /077`)).toBe('')
  })

  test('who is logged in stays it: through kill -9, a stop and a start, and a boot of the machine', async () => {
    await guest.read(settle)
    await guest.read('systemctl kill --signal=KILL authd')
    await guest.read(`until ${ready} 2>/dev/null; do sleep 0.2; done`)
    expect([await guest.read(goOn), await show('NRestarts')]).toEqual(['ann@example.org', '1'])
    await guest.read('systemctl stop authd')
    expect([await show('Result'), await show('ActiveState')]).toEqual(['success', 'inactive'])
    expect(await guest.read(`systemctl start authd && ${goOn}`)).toBe('ann@example.org')
    await guest.reboot()
    await guest.read(`until ${ready} 2>/dev/null; do sleep 0.2; done`)
    expect([await guest.read(goOn), await show('NRestarts')]).toEqual(['ann@example.org', '0'])
  })

  test('the journal has its lines of JSON under the name of authd, and no secret', async () => {
    const said = await guest.read('journalctl --identifier=authd --output=cat')
    const lines = said.split('\n').filter((line) => !line.startsWith('authd listening on '))
    const started = lines
      .map((line) => JSON.parse(line) as { msg: string })
      .filter(({ msg }) => msg === 'started')
    expect(started).toHaveLength(4)
    expect(said).not.toContain(password)
    expect(said).not.toMatch(/rt_|eyJ/)
  })

  test('what root makes belongs to the service: once it could not read a store that root had restored', async () => {
    await guest.read(`authd backup --data-dir ${data} /root/house.backup && cp ${data}/secret.key /root`)
    await guest.read(`systemctl stop authd && rm -r ${data}/*`)
    const key = `AUTHD_SECRET_KEY=$(cat /root/secret.key)`
    await guest.read(`${key} authd restore --data-dir ${data} /root/house.backup`)
    await guest.read(`install -m 600 --owner=$(stat -c %u -L ${data}) /root/secret.key ${data}`)
    expect(await guest.read(`systemctl start authd && ${goOn}`)).toBe('ann@example.org')
  })

  test('uninstall stops it and keeps the data: the next install has the accounts and sessions', async () => {
    expect(await guest.run(uninstall)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Removed /etc/systemd/system/authd.service; data, keys and settings were kept.\n',
    })
    expect((await guest.run('systemctl is-active authd; systemctl cat authd')).stdout).toBe('inactive\n')
    expect(await guest.read(`${install} >/dev/null && ${goOn}`)).toBe('ann@example.org')
  })

  test('a server that does not start is told in its own words, and comes up once nothing keeps it', async () => {
    const other = `require('http').createServer().listen(8420, '127.0.0.1')`
    await guest.read(`systemctl stop authd && systemd-run --quiet --unit=other node -e "${other}" && sleep 3`)
    const { code, stderr } = await guest.run(install)
    const reason = 'http://127.0.0.1:8420 cannot be listened on: something else listens there.'
    expect([code, stderr]).toEqual([
      1,
      `authd: error: /etc/systemd/system/authd.service was written, but authd does not start: ${reason}\n` +
        'authd: hint: Stop the other program, or choose another port; `--listen 127.0.0.1:0` takes a free one. It is tried again every 3 s; `authd service uninstall --system` takes the unit back.\n',
    ])
    const status = await guest.run('authd service status --system')
    expect([status.stdout, status.stderr]).toEqual([
      '/etc/systemd/system/authd.service\nstarts by itself: enabled\nruns: activating\n',
      `It said: ${reason}\n`,
    ])
    await guest.read('systemctl stop other; until systemctl is-active --quiet authd; do sleep 0.5; done')
    expect(await guest.read(goOn)).toBe('ann@example.org')
  })

  test('programs that only their owner may read, as in his home, are no service of the machine: nothing is written', async () => {
    await guest.read('authd service uninstall --system && mkdir -m 700 /srv/home')
    await guest.read('cp -r /usr/local/lib/node_modules/latchkey /srv/home')
    const { code, stderr } = await guest.run('node /srv/home/latchkey/bin/authd.js service install --system')
    expect([code, stderr]).toEqual([
      1,
      'authd: error: A service of the machine runs as a user of its own, who may not read /srv/home; nothing was written.\n' +
        'authd: hint: Install them where every user may read them, as by `sudo npm install -g "$(npm pack)"` in the clone, and run that one; or leave `--system` out.\n',
    ])
    expect((await guest.run('ls /etc/systemd/system/authd.service')).code).toBe(2)
  })

  test('settings that only root may read are handed over: here the port of https, and TLS that others join by its pin', async () => {
    const settings = 'AUTHD_LAN=true\\nAUTHD_LISTEN=0.0.0.0:443\\nAUTHD_ISSUER=https://nas\\n'
    await guest.read(`umask 077; printf '${settings}' >/etc/authd.env; ${install} --env-file /etc/authd.env`)
    const fingerprint = `authd fingerprint --data-dir ${data} --env-file /etc/authd.env`
    await guest.read(`auth join "$(${fingerprint} | sed -n 's/^join *//p')"`)
    const login = `echo '${password}' | auth login --email ann@example.org --password-stdin --storage file`
    expect(await guest.read(`${login} >/dev/null && ${goOn}`)).toBe('ann@example.org')
    await guest.read(uninstall)
  })

  test('of a user: runs as him from his home, and after a boot where he lingers', async () => {
    await guest.read('useradd --create-home bob && loginctl enable-linger bob')
    await guest.read('until systemctl is-active --quiet user@$(id -u bob); do sleep 0.5; done')
    const { code, stderr } = await guest.as('bob', 'authd service install')
    expect([code, stderr]).toEqual([
      0,
      'Wrote /home/bob/.config/systemd/user/authd.service; authd runs now and after each login.\n',
    ])
    expect(await guest.read(ready)).toBe(isReady)
    await guest.reboot()
    expect(await guest.read(`until ${ready} 2>/dev/null; do sleep 0.5; done`)).toBe(isReady)
    expect((await guest.as('bob', 'authd service status')).stdout).toBe(
      '/home/bob/.config/systemd/user/authd.service\nstarts by itself: enabled\nruns: active\n',
    )
    expect((await guest.as('bob', 'authd service uninstall && ls .local/share/authd')).stdout).toBe(
      'authd.db\nsecret.key\n',
    )
  })
})
