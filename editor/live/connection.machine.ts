import { setup } from 'xstate';

/** How long the server may be silent before the line counts as lost: two heartbeats and a half. */
const silenceMs = 12_500;

/** The line to the server: what operators are told about how fresh the picture is. */
export const connectionMachine = setup({
  types: {
    events: {} as  // XState reads the type of events from a value that is never used.
      { type: 'connected' } | { type: 'lost' } | { type: 'refused' } | { type: 'heard' } | { type: 'retry' },
  },
  delays: { silence: silenceMs },
}).createMachine({
  id: 'connection',
  initial: 'connecting',
  states: {
    connecting: { on: { connected: 'live', lost: 'reconnecting', refused: 'refused' } },
    live: {
      on: { lost: 'reconnecting', refused: 'refused', heard: { target: 'live', reenter: true } },
      after: { silence: 'silent' },
    },
    /** Connected by name, but nothing arrives: the picture may be old. */
    silent: { on: { heard: 'live', connected: 'live', lost: 'reconnecting', refused: 'refused' } },
    reconnecting: { on: { connected: 'live', refused: 'refused' } },
    refused: { on: { retry: 'connecting', connected: 'live' } },
  },
});

/** The states of the line. */
export type ConnectionState = 'connecting' | 'live' | 'silent' | 'reconnecting' | 'refused';
