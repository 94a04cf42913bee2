import { createServer, type Server } from 'node:net';
import { StartRefused } from './dataFolder.ts';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Listens at an address.
 * @returns the port, which the system chooses where it is 0
 * @throws StartRefused when it cannot be had.
 */
export function listen(server: Server, { host, port }: Address): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'EADDRINUSE'
          ? `The port ${String(port)} is taken.`
          : `Cannot listen on ${host}:${String(port)}: ${cause.message}`;
      reject(new StartRefused(`${why}\nChoose another with --port.`, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * Whether a server could listen at an address, seen before anything is made that a start in vain would leave behind.
 * @throws StartRefused when it cannot be had.
 */
export async function requireFree(address: Address): Promise<void> {
  const probe = createServer();
  await listen(probe, address);
  await new Promise((resolve) => probe.close(resolve));
}
