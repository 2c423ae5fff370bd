/** How far the clock of a caller may be ahead of ours, in milliseconds: what lies further ahead has not happened yet. */
export const CLOCK_SKEW_MS = 60_000;
