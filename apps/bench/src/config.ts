/** The only reader of the environment. */
export const environment = (): NodeJS.ProcessEnv => process.env;
