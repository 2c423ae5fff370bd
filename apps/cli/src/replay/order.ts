import { seeded, shuffled } from '../random.js';
import type { Vote } from './polis.js';

/** In which order votes are sent; the result must not depend on it. */
export const ORDERS = ['file', 'reverse', 'shuffle'] as const;
export type Order = (typeof ORDERS)[number];

export function inOrder(votes: readonly Vote[], order: Order, seed: number): Vote[] {
  if (order === 'reverse') return [...votes].reverse();
  return order === 'shuffle' ? shuffled(votes, seeded(seed)) : [...votes];
}

/** Slices of up to `size`. */
export function batches<T>(things: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(things.length / size) }, (_, at) => things.slice(at * size, (at + 1) * size));
}
