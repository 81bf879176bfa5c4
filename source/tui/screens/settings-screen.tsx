import { useMemo, useState } from 'react'
import { redirectUri } from '../../settings/redirect/redirect-uri.ts'
import { counted } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { deletionLimitWords } from '../../views/settings.ts'
import { useApp } from '../app-context.ts'
import { Menu, type MenuItem } from '../components/list/menu.tsx'
import { useActions } from '../hooks/use-actions.ts'
import type { HomeState } from '../services.ts'
import { type SettingsPart, settingsParts } from '../wizard/settings-parts.ts'
import { type Wizard, WizardContext } from '../wizard/wizard-context.ts'
import { emptyDraft } from '../wizard/wizard-draft.ts'
import { ScreenFrame } from './screen-frame.tsx'

/** All settings, each with what it is now; Enter opens the step of the setup that it belongs to. */
export function SettingsScreen({ part }: { part?: SettingsPart }) {
  const app = useApp()
  const [open, setOpen] = useState<SettingsPart | null>(part ?? null)
  const [last, setLast] = useState<SettingsPart | undefined>(part)
  const [entered, setEntered] = useState<Record<string, string>>({})
  const wizard = useMemo<Wizard>(() => {
    const close = (): void => {
      setOpen(null)
      setEntered({})
    }
    return {
      draft: { ...emptyDraft(), entered },
      isSingle: true,
      accepts: 'save',
      next: close,
      back: close,
      enter: (field, value) => setEntered((current) => ({ ...current, [field]: value })),
    }
  }, [entered])
  useActions([{ keys: 'back', does: 'home', run: () => app.go({ screen: 'home' }) }], {
    layer: 'screen',
    isActive: open === null,
  })
  if (open !== null) {
    const Part = settingsParts[open]
    return (
      <WizardContext.Provider value={wizard}>
        <Part />
      </WizardContext.Provider>
    )
  }
  return (
    <ScreenFrame heading={[{ text: 'Settings', bold: true }]} about="Choose a setting to change it.">
      <Menu
        items={settingsItems(app.home)}
        initial={last}
        accepts="open"
        onSelect={(part) => {
          setLast(part)
          setOpen(part)
        }}
      />
    </ScreenFrame>
  )
}

function settingsItems({ settings, key }: HomeState): MenuItem<SettingsPart>[] {
  const { groups, automaticDeletion, deletionLimit } = settings
  return [
    { value: 'google', label: 'Google side', about: "steps in Google's consoles" },
    { value: 'key', label: 'Key', about: key === null ? 'none yet' : safeText(key.clientEmail) },
    { value: 'administrator', label: 'Administrator', about: safeText(settings.administrator ?? 'none yet') },
    { value: 'connection', label: 'Connection check', about: 'check each part of it' },
    {
      value: 'groups',
      label: 'Groups',
      about: groupsWords(groups.map(({ name }) => safeText(name))),
    },
    {
      value: 'options',
      label: 'Options',
      about: `automatic deletion ${automaticDeletion ? 'on' : 'off'}, at most ${deletionLimitWords(deletionLimit)}`,
    },
    { value: 'privileges', label: 'Default privileges', about: settings.defaultPrivileges.join(', ') },
    {
      value: 'authentication',
      label: 'Authentication',
      about: settings.authentication === null ? 'not set up' : safeText(redirectUri(settings.authentication)),
    },
  ]
}

/** The chosen groups; how many of them comes first, as the line shows only the first few. */
function groupsWords(names: readonly string[]): string {
  if (names.length === 0) return 'everyone'
  const count = names.length === 1 ? '' : `${counted(names.length, 'group')}: `
  return count + names.slice(0, 20).join(', ')
}
