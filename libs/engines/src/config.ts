/** The environment of this library's own specs; everything else takes it as an argument. */
export function environment(): NodeJS.ProcessEnv {
  return process.env;
}
