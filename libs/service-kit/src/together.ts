/** SQLSTATE of a statement that comes after the one that failed. */
const IN_FAILED_TRANSACTION = '25P02';

/**
 * Waits for statements that went out together in one transaction. All of them have ended when this returns or throws:
 * one that outlived a ROLLBACK would commit by itself.
 * @throws the first error that is one of its own, and not only the trail of another
 */
export async function together(...statements: Promise<unknown>[]): Promise<void> {
  const errors = (await Promise.allSettled(statements)).flatMap((end) =>
    end.status === 'rejected' ? [end.reason as unknown] : [],
  );
  if (errors.length > 0) throw errors.find((error) => !isTrail(error)) ?? errors[0];
}

function isTrail(error: unknown): boolean {
  return (error as { driverError?: { code?: unknown } }).driverError?.code === IN_FAILED_TRANSACTION;
}
