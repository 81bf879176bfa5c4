import { defaultSyncSettings } from '../sync/settings.ts'
import type { NotifySettings } from './notify-settings.ts'
import type { Settings, SignInSettings } from './settings-schema.ts'

// Apart from the schema, because the first screen of an empty home needs only these, and zod takes long to load.

/** What the sign-in starts with. */
export const defaultSignIn: SignInSettings = {
  returnHosts: [],
  sessionHours: 12,
  cookieDomain: null,
  application: null,
  certificate: null,
  trustProxy: [],
}

/** Nobody is told. */
export const noNotify: NotifySettings = { on: 'never', mailTo: [], mailFrom: null, smtp: null, metricsFile: null }

/** The settings of a home that has none. */
export const defaultSettings: Settings = {
  version: 1,
  administrator: null,
  ...defaultSyncSettings,
  authentication: null,
  signIn: defaultSignIn,
  notify: noNotify,
  catchAll: null,
  catchAllId: null,
  exports: [],
  after: null,
}
