import { type SimulatorOptions, startSimulator } from '../../source/simulator/simulator.ts'

// Started by served-simulator.ts: takes the options of a simulator, then answers what was asked of it so far.
process.once('message', async (options: SimulatorOptions) => {
  const { url, key, admin, oidc, requests } = await startSimulator(options)
  process.send?.({ url, key, admin, oidc })
  process.on('message', () => process.send?.(requests.splice(0)))
})
process.once('disconnect', () => process.exit())
