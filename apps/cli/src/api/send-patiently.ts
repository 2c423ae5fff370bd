import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** How long a command waits for what another service has yet to tell, or for an engine that comes back. */
const PATIENCE_MS = 60_000;
/** Smaller bodies gain nothing from gzip. */
const GZIP_BYTES = 16 * 1024;
const BROKEN_PAUSE_MS = 500;

/**
 * Sends a request until it is answered for good: again after `Retry-After`, and again when the connection breaks, as its
 * key makes that safe.
 * @throws Error with a sentence when the service is out of reach for longer than that
 */
export async function sendPatiently(request: Request, interrupted: AbortSignal): Promise<Response> {
  const { method, url, headers } = request;
  const json = await request.text();
  const zipped = json.length > GZIP_BYTES;
  if (zipped) headers.set('content-encoding', 'gzip');
  const body = zipped ? await compress(json) : json || null;
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await attempt(url, { method, headers, body, signal: interrupted }, deadline);
    if (answer?.ok) return answer;
    const wait = answer ? Number(answer.headers.get('retry-after') ?? 0) * 1_000 : BROKEN_PAUSE_MS;
    if (answer && (wait === 0 || Date.now() + wait > deadline)) return answer;
    await pause(wait, undefined, { signal: interrupted });
  }
}

/** Undefined when the connection broke: whether the command was done is unknown. */
async function attempt(url: string, request: RequestInit, deadline: number): Promise<Response | undefined> {
  try {
    return await fetch(url, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    if (Date.now() < deadline) return undefined;
    const why = ((error as Error).cause as Error | undefined)?.message ?? (error as Error).message;
    throw new Error(
      `Nothing answers at ${new URL(url).origin} (${why}). "npx polyphony doctor" says what is wrong, "npx polyphony up" starts it.`,
      { cause: error },
    );
  }
}
