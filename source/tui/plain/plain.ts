import type { Services, TaskTools } from '../services.ts'
import type { Dialogue } from './dialogue.ts'

/** What the plain interface works with. */
export type Plain = {
  dialogue: Dialogue
  services: Services
  tools: TaskTools
  suggestions: { keyFile: string; administrator: string } | null
}
