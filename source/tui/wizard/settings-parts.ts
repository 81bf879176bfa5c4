import type { ComponentType } from 'react'
import { AdministratorStep } from './administrator-step.tsx'
import { AuthenticationStep } from './authentication-step.tsx'
import { ConnectionStep } from './connection-step.tsx'
import type { WizardStep } from './draft.ts'
import { GoogleStep } from './google-step.tsx'
import { GroupsStep } from './groups-step.tsx'
import { KeyStep } from './key-step.tsx'
import { OptionsStep } from './options-step.tsx'
import { PrivilegesStep } from './privileges-step.tsx'

/** The steps of the set-up that settings are made in: each is a part of the settings, too. */
export type SettingsPart = Exclude<WizardStep, 'test'>

/** What is shown for each of them. */
export const settingsParts: Readonly<Record<SettingsPart, ComponentType>> = {
  google: GoogleStep,
  key: KeyStep,
  administrator: AdministratorStep,
  connection: ConnectionStep,
  groups: GroupsStep,
  options: OptionsStep,
  privileges: PrivilegesStep,
  authentication: AuthenticationStep,
}
