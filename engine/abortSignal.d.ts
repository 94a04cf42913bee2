// The one thing of the host that the pure core names: browsers and Node have it alike, and their own types say more.

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

// eslint-disable-next-line no-var -- the hosts' own types declare it so, and this must be the same
declare var AbortController: { prototype: AbortController; new (): AbortController };
