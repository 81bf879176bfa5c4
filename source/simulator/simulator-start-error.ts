/** The simulator cannot run on this machine: its port is taken, or a file cannot be written. The message is ready to be shown. */
export class SimulatorStartError extends Error {
  override readonly name = 'SimulatorStartError'
}
