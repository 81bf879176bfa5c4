/** Waits that can be cut short. A call while nobody waits ends the next wait at once, so that no news is missed. */
export type WakeUp = { now: () => void; wait: (milliseconds: number) => Promise<void> }

/** Creates one. */
export function createWakeUp(): WakeUp {
  let isDue = false
  let end: (() => void) | null = null
  return {
    now() {
      isDue = true
      end?.()
    },
    wait: (milliseconds) =>
      new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer)
          isDue = false
          end = null
          resolve()
        }
        const timer = setTimeout(finish, milliseconds).unref()
        end = finish
        if (isDue) finish()
      }),
  }
}
