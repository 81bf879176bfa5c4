/** An organization or fault description that cannot be used. The message says where and why, ready to be shown. */
export class SimulatorInputError extends Error {
  override readonly name = 'SimulatorInputError'
}
