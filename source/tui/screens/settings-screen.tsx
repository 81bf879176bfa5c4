import { useMemo, useState } from 'react'
import { redirectUri } from '../../settings/redirect/redirect-uri.ts'
import type { Settings } from '../../settings/settings-schema.ts'
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
  const { automaticDeletion, deletionLimit } = settings
  return [
    { value: 'google', label: 'Google side', about: "steps in Google's consoles" },
    { value: 'key', label: 'Key', about: key === null ? 'none yet' : safeText(key.clientEmail) },
    { value: 'administrator', label: 'Administrator', about: safeText(settings.administrator ?? 'none yet') },
    { value: 'connection', label: 'Connection check', about: 'check each part of it' },
    {
      value: 'groups',
      label: 'Who',
      about: whoWords(settings),
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

/** Who is in scope; how many groups comes first, as the line shows only the first few. */
function whoWords({ groups, orgUnits, excludedGroups, excludedOrgUnits, exclusions }: Settings): string {
  const names = [...groups.map(({ name }) => safeText(name)), ...orgUnits.map(safeText)].slice(0, 20).join(', ')
  const kinds = [
    ...(groups.length > 1 || (groups.length === 1 && orgUnits.length > 0) ? [counted(groups.length, 'group')] : []),
    ...(orgUnits.length > 0 ? [counted(orgUnits.length, 'unit')] : []),
  ]
  const left = excludedGroups.length + excludedOrgUnits.length + exclusions.length
  const start = kinds.length === 0 ? '' : `${kinds.join(', ')}: `
  return `${names === '' ? 'everyone' : start + names}${left === 0 ? '' : `, ${counted(left, 'exclusion')}`}`
}
