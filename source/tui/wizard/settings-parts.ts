import type { ComponentType } from 'react'
import { AdministratorStep } from './steps/administrator-step.tsx'
import { AuthenticationStep } from './steps/authentication-step.tsx'
import { ConnectionStep } from './steps/connection-step.tsx'
import { GoogleStep } from './steps/google-step.tsx'
import { KeyStep } from './steps/key-step.tsx'
import { OptionsStep } from './steps/options-step.tsx'
import { PrivilegesStep } from './steps/privileges-step.tsx'
import { WhoStep } from './steps/who-step.tsx'
import type { WizardStep } from './wizard-draft.ts'

/** The steps of the setup that settings are made in: each is a part of the settings, too. */
export type SettingsPart = Exclude<WizardStep, 'test'>

/** What is shown for each of them. */
export const settingsParts: Readonly<Record<SettingsPart, ComponentType>> = {
  google: GoogleStep,
  key: KeyStep,
  administrator: AdministratorStep,
  connection: ConnectionStep,
  groups: WhoStep,
  options: OptionsStep,
  privileges: PrivilegesStep,
  authentication: AuthenticationStep,
}
