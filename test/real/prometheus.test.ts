import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { homeToServe, serve } from '../web/support/serve.ts'
import { withPrograms } from './support/run-daemon.ts'

const promtool = '/usr/bin/promtool'
const examples = new URL('../../docs/examples/', import.meta.url).pathname
const alerts = join(examples, 'prometheus/rollcall-alerts.yaml')

/** Runs Prometheus' own checker. */
const check = (args: readonly string[], input = ''): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    const child = execFile(promtool, args, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr })
    })
    child.stdin?.end(input)
  })

withPrograms(promtool)('Prometheus accepts the metrics file and what the service tells, without a word', async (t) => {
  const [port, status] = [await freePort(), await freePort()]
  const place = await homeToServe(t, { port })
  const file = join(place.folder, 'rollcall.prom')
  await place.run(['setup', '--metrics-file', file])
  t.is((await place.run(['sync'])).code, 0)
  t.deepEqual(await check(['check', 'metrics'], readFileSync(file, 'utf8')), { code: 0, said: '' })
  const serving = serve(t, place, ['--listen', `127.0.0.1:${port}`, '--status', `127.0.0.1:${status}`])
  await serving.logged(/ready on/)
  const answer = await fetch(`http://127.0.0.1:${status}/metrics`)
  t.deepEqual(await check(['check', 'metrics'], await answer.text()), { code: 0, said: '' })
})

withPrograms(promtool)('Prometheus accepts the alert rules, and each question of the dashboard', async (t) => {
  const rules = await check(['check', 'rules', alerts])
  t.is(rules.code, 0, rules.said)
  const { panels } = JSON.parse(readFileSync(join(examples, 'grafana/rollcall.json'), 'utf8')) as {
    panels: { id: number; targets: { expr: string }[] }[]
  }
  const asked = panels.flatMap(({ id, targets }) =>
    targets.map(({ expr }) => ({ record: `rollcall:panel_${id}`, expr })),
  )
  const file = join(temporaryFolder(t), 'questions.json')
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: asked }] }))
  const questions = await check(['check', 'rules', file])
  t.is(questions.code, 0, questions.said)
  t.regex(questions.said, new RegExp(`${asked.length} rules found`))
})

withPrograms(promtool)('each alert fires when it should, and none while all is well', async (t) => {
  const day = 86_400
  const now = 400 * day
  const series = (name: string, value: number) => ({
    series: `rollcall_${name}{instance="mail1"}`,
    values: `${value}x600`,
  })
  const told = (values: Record<string, number>) => Object.entries(values).map(([name, value]) => series(name, value))
  const well = {
    sync_failed: 0,
    sync_last_success_timestamp_seconds: now,
    conflicts: 0,
    deletions_held: 0,
    certificate_expires_timestamp_seconds: now + 60 * day,
    key_added_timestamp_seconds: now,
  }
  const ill = {
    sync_failed: 1,
    sync_last_success_timestamp_seconds: 0,
    conflicts: 2,
    deletions_held: 3,
    certificate_expires_timestamp_seconds: 3 * day,
    key_added_timestamp_seconds: -366 * day,
  }
  const names = [
    'RollcallSyncFailed',
    'RollcallNoSync',
    'RollcallConflicts',
    'RollcallDeletionsWait',
    'RollcallCertificateExpires',
    'RollcallKeyOld',
  ]
  const suite = (values: Record<string, number>, firing: readonly string[]) => ({
    interval: '5m',
    input_series: told(values),
    promql_expr_test: [
      {
        expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
        eval_time: '30h',
        exp_samples: firing.map((name) => ({ labels: `{alertname="${name}"}`, value: 1 })),
      },
    ],
  })
  const file = join(temporaryFolder(t), 'alerts.json')
  writeFileSync(file, JSON.stringify({ rule_files: [alerts], tests: [suite(well, []), suite(ill, names)] }))
  const { code, said } = await check(['test', 'rules', file])
  t.is(code, 0, said)
})
