import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { startProgram } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { homeToServe, serve } from '../web/support/serve.ts'
import { withPrograms } from './support/run-daemon.ts'

/** What systemd does at its end: takes datagrams, and closes the descriptors that come along (sd_notify_barrier(3)). */
const receiver = `
import array, os, socket, sys
listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listening.bind(sys.argv[1])
print('listening', flush=True)
while True:
    data, extras, _, _ = listening.recvmsg(4096, socket.CMSG_SPACE(16))
    for _, kind, held in extras:
        if kind == socket.SCM_RIGHTS:
            for descriptor in array.array('i', held): os.close(descriptor)
    print(data.decode().replace('\\n', ' '), flush=True)
`

withPrograms('/usr/bin/systemd-notify', '/usr/bin/python3')(
  "systemd's own helper says that the service is ready, which process it is, and that it stops",
  async (t) => {
    const socket = join(temporaryFolder(t), 'notify')
    const systemd = startProgram('/usr/bin/python3', ['-c', receiver, socket], { env: process.env })
    t.teardown(async () => {
      systemd.signal('SIGKILL')
      await systemd.ended
    })
    await systemd.find('stdout', /^(listening)$/m)
    const port = await freePort()
    const place = await homeToServe(t, { port })
    const environment = { NOTIFY_SOCKET: socket }
    const serving = serve(t, place, ['--listen', `127.0.0.1:${port}`], { environment })
    const told = await systemd.find('stdout', /^(.*READY=1.*)$/m)
    const { pid } = JSON.parse(readFileSync(join(place.home.folder, 'service.json'), 'utf8'))
    t.is(told, `MAINPID=${pid} READY=1`)
    serving.signal('SIGTERM')
    t.is((await serving.ended).signal, 'SIGTERM')
    t.regex(await systemd.find('stdout', /^(.*STOPPING=1.*)$/m), /STOPPING=1$/)
  },
)
