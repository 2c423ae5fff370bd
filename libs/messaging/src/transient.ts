const TRANSIENT_SQLSTATE = new Set(['40001', '40P01', '55P03', '57014', '57P01', '57P02', '57P03', '57P05', '25P03']);
const TRANSIENT_CODE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
/** A certificate that is not trusted or has expired is no fault of what was being done. */
const TLS_CODE = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;
/** What node-postgres says without a code. */
const TRANSIENT_MESSAGE =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|not queryable|DataSource is not|Driver not Connected/i;

/**
 * True for errors that trying again can heal: connection, serialisation, deadlock, timeout, lack of resources. All
 * others are taken as caused by what was being done.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') {
    // SQLSTATE classes 08 connection, 28 authorization and 53 resources; see appendix A of the PostgreSQL manual.
    if (/^(08|28|53)...$/.test(code) || TLS_CODE.test(code) || TRANSIENT_SQLSTATE.has(code) || TRANSIENT_CODE.has(code))
      return true;
  }
  if (TRANSIENT_MESSAGE.test(error.message)) return true;
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  const inner = error.cause ?? (error as { driverError?: unknown }).driverError;
  return inner !== undefined && inner !== error && isTransient(inner);
}
