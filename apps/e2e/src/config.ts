/** The only reader of the environment. */
export const environment = (): NodeJS.ProcessEnv => process.env;

/** Kills per point in the fault specs: 3 in a test run, 20 in a soak. */
export const killsPerPoint = (): number => Number(process.env['POLYPHONY_SOAK'] ?? 3);

/** Where the randomness of fault specs starts; printed by each, so that a failure can be repeated. */
export const seed = (): number => Number(process.env['POLYPHONY_SEED'] ?? 20_261_124);
