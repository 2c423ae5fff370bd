/** Stands for what was lost: NUL, which PostgreSQL refuses, and what is too long for an index row. */
const LOST = '\uFFFD';
const LONGEST = 800;

/** Text of a stranger as every column and index can hold it. */
export function storable(text: string): string {
  const kept = text.slice(0, LONGEST).toWellFormed().replaceAll('\0', LOST);
  return text.length > LONGEST ? kept + LOST : kept;
}

/** Whether the text can be told from every other one once it is stored. */
export function losesNothing(text: string): boolean {
  return !storable(text).includes(LOST);
}
