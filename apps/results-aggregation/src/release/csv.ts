/** RFC 4180 with a header line; null is an empty field. */
export function csv(header: readonly string[], rows: readonly (string | number | boolean | null)[][]): string {
  return [header, ...rows].map((row) => row.map(field).join(',') + '\r\n').join('');
}

function field(value: string | number | boolean | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
