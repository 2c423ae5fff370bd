/** Rows as columns of equal width; numbers to the right. The first row is the heading. */
export function table(rows: (string | number | bigint)[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => cell(row[column]).length)));
  const lines = rows.map((row) =>
    row
      .map((value, column) =>
        typeof value === 'string' ? value.padEnd(widths[column]!) : cell(value).padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

function cell(value: string | number | bigint | undefined): string {
  return typeof value === 'number' ? value.toLocaleString('en') : String(value ?? '');
}
