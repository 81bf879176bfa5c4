import fc from 'fast-check'

// `npm test` tries the same random cases each time, so that a failure comes from the change; `npm run test:long` tries new
// ones. ROLLCALL_SEED repeats a run.
const given = process.env.ROLLCALL_SEED
if (given !== undefined) fc.configureGlobal({ seed: Number(given) })
else if (!process.env.ROLLCALL_LONG) fc.configureGlobal({ seed: 20_261_124 })
