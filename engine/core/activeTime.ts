import type { Instance } from '../model/instance.ts';

/** The instance's own time, which stands still while it is paused: the instant, less how long it has stood. */
export function activeMs({ status, quietAtMs, stoodMs = 0 }: Instance, nowMs: number): number {
  return (status === 'paused' ? (quietAtMs ?? nowMs) : nowMs) - stoodMs;
}
