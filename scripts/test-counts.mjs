/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @param {object} [report] what `jest --json` wrote; none counts as nothing
 * @returns {Counts} a spec file that could not run at all is one failure
 */
export function countsOf(report) {
  if (report === undefined) return { passed: 0, failed: 0, skipped: 0 };
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Adds the second counts to the first. @param {Counts} sum @param {Counts} counts */
export function add(sum, counts) {
  for (const key of Object.keys(sum)) sum[key] += counts[key];
}

/** @param {Counts} counts @returns {string} `N passed, N failed`, and skipped ones if there are any */
export function summaryOf({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
