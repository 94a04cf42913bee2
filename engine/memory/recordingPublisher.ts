import type { Change, Publisher } from '../ports/publisher.ts';

/** Keeps what it was told, in its order. */
export class RecordingPublisher implements Publisher {
  readonly changes: Change[] = [];
  readonly progressMessages: Parameters<Publisher['progress']>[0][] = [];
  webCommandCount = 0;

  changed = async (change: Change): Promise<void> => {
    this.changes.push(change);
  };

  progress = (message: Parameters<Publisher['progress']>[0]): void => {
    this.progressMessages.push(message);
  };

  webCommands = (): void => {
    this.webCommandCount += 1;
  };
}
