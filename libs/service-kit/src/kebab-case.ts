/** `AssemblyWave` becomes `assembly-wave`, `isISO31661Alpha2` becomes `is-iso31661-alpha2`: capitals that stand together are one word. */
export function kebabCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
