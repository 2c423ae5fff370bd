import { createServer } from 'node:net';

/** Everything listens here only: the engines are for this machine. */
export const LOCALHOST = '127.0.0.1';

// Below the ephemeral ports: a client that keeps dialling an engine which is down must never be given that
// engine's own port for its side of the connection, or the engine cannot come back.
const LOWEST = 15_000;
const HIGHEST = 30_000;

/** Ports that this process has handed out: nobody need listen on them yet. */
const handedOut = new Set<number>();

/** Whether nobody listens on that port of this machine. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, LOCALHOST, () => server.close(() => resolve(true)));
  });
}

/** A port that is free now and that no other call has got; prefers `wanted`, a port of before, when that one is free. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && (await portIsFree(wanted))) {
    handedOut.add(wanted);
    return wanted;
  }
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    if (await portIsFree(port)) return port;
  }
  throw new Error(`No free port between ${LOWEST} and ${HIGHEST} on ${LOCALHOST}`);
}

/** The port that this engine must have; a sentence when it is taken. */
export async function chosenPort(port: number, engine: string): Promise<number> {
  if (await portIsFree(port)) return port;
  throw new Error(`Port ${port} of ${engine} is taken by another program: stop that, or choose another port or none.`);
}
