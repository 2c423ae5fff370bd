import { add, countsOf, summaryOf } from './test-counts.mjs';

const report = {
  numPassedTests: 5,
  numFailedTests: 1,
  numRuntimeErrorTestSuites: 2,
  numPendingTests: 1,
  numTodoTests: 1,
};

describe('the last line of a test run', () => {
  it('counts a spec file that could not run as a failure', () => {
    expect(countsOf(report)).toEqual({ passed: 5, failed: 3, skipped: 2 });
  });

  it('says passed and failed, and skipped only if there are any', () => {
    expect(summaryOf({ passed: 5, failed: 0, skipped: 0 })).toBe('5 passed, 0 failed');
    expect(summaryOf({ passed: 5, failed: 3, skipped: 2 })).toBe('5 passed, 3 failed, 2 skipped');
  });

  it('sums the runs', () => {
    const sum = countsOf();
    add(sum, countsOf(report));
    add(sum, { passed: 1, failed: 0, skipped: 0 });
    expect(sum).toEqual({ passed: 6, failed: 3, skipped: 2 });
  });
});
