import { readFileSync } from 'node:fs'
import test from 'ava'
import * as z from 'zod'

const example = (name: string): string => readFileSync(new URL(`../../docs/examples/${name}`, import.meta.url), 'utf8')
const source = (name: string): string => readFileSync(new URL(`../../source/${name}`, import.meta.url), 'utf8')

/** Every figure that the program tells, by its name. */
const told = new Set(
  ['operations/after-run/figures.ts', 'operations/after-run/metrics-file.ts', 'web/metrics.ts'].flatMap(
    (name) => source(name).match(/(?<=')rollcall_[a-z_]+(?=')/g) ?? [],
  ),
)
const namesIn = (text: string): string[] => text.match(/rollcall_[a-z_]+/g) ?? []

test('alert rules and dashboard ask only for figures that there are, and for each that needs somebody', (t) => {
  const rules = example('prometheus/rollcall-alerts.yaml')
  const dashboard = example('grafana/rollcall.json')
  for (const name of namesIn(rules + dashboard)) t.true(told.has(name), name)
  for (const name of [
    'rollcall_sync_failed',
    'rollcall_sync_last_success_timestamp_seconds',
    'rollcall_conflicts',
    'rollcall_deletions_held',
    'rollcall_certificate_expires_timestamp_seconds',
    'rollcall_key_added_timestamp_seconds',
  ]) {
    t.true(rules.includes(name), name)
    t.true(told.has(name), name)
  }
})

/** What Grafana needs of a dashboard to import it. */
const dashboard = z.object({
  title: z.string().min(1),
  uid: z.string().regex(/^[\w-]{1,40}$/),
  schemaVersion: z.int().min(36),
  templating: z.object({
    list: z.tuple([
      z.object({ name: z.literal('datasource'), type: z.literal('datasource'), query: z.literal('prometheus') }),
    ]),
  }),
  panels: z
    .array(
      z.object({
        id: z.int().positive(),
        title: z.string().min(1),
        type: z.enum(['stat', 'timeseries']),
        gridPos: z.object({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1), h: z.int().min(1) }),
        datasource: z.object({ type: z.literal('prometheus'), uid: z.string().regex(/^\$\{datasource\}$/) }),
        targets: z.array(z.object({ refId: z.string(), expr: z.string().min(1) })).min(1),
        fieldConfig: z.object({ defaults: z.object({ unit: z.enum(['s', 'short']) }) }),
      }),
    )
    .min(1),
})

test('the dashboard has the form that Grafana imports, and no panel covers another', (t) => {
  const { panels } = dashboard.parse(JSON.parse(example('grafana/rollcall.json')))
  t.is(new Set(panels.map(({ id }) => id)).size, panels.length)
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
  )
  t.is(new Set(cells).size, cells.length)
  for (const { gridPos } of panels) t.true(gridPos.x + gridPos.w <= 24)
})
