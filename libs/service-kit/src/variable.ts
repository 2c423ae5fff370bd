/** What the environment calls a field of a config class: `databaseUrl` is DATABASE_URL. */
export function variableOf(field: string): string {
  return field.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase();
}
