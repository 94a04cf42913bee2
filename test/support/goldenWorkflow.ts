/** What the golden databases hold: one instance of it is paused while it waits for the signal. */
export const golden = {
  name: 'golden',
  inputs: { type: 'object', properties: { shop: { type: 'string', default: 'main' } } },
  activities: {
    begin: { type: 'start' },
    note: {
      type: 'sqlCode',
      script: "INSERT INTO xtk_option (name, data_type, value) VALUES ('golden', 'number', '1')",
    },
    read: { type: 'query', sql: "SELECT name, value FROM xtk_option WHERE name = 'golden'" },
    pair: { type: 'fork', outlets: ['wait', 'pass'] },
    go: { type: 'signal', name: 'goldenGo' },
    last: { type: 'sqlCode', script: "UPDATE xtk_option SET value = '2' WHERE name = 'golden'" },
    both: { type: 'join' },
    done: { type: 'end', result: "{'rows': vars.recordCount}" },
  },
  transitions: [
    { from: 'begin', to: 'note' },
    { from: 'note', to: 'read' },
    { from: 'read', to: 'pair' },
    { from: 'pair', outlet: 'wait', to: 'go' },
    { from: 'pair', outlet: 'pass', to: 'both' },
    { from: 'go', to: 'last' },
    { from: 'last', to: 'both' },
    { from: 'both', to: 'done' },
  ],
};
