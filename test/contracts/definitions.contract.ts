import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workflowNameSchema } from '../../engine/model/ids.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Definitions } from '../../engine/ports/definitions.ts';

/** Definitions to be tried, and how a version gets there. */
export interface DefinitionsBench {
  readonly definitions: Definitions;
  /** Publishes the next version of the workflow `drawn`. */
  publish: (drawing: string) => Promise<void>;
  /** What is stored of a version is no longer what can be used. */
  damage: (version: number) => Promise<void>;
  close: () => Promise<void>;
}

const drawn = workflowNameSchema.parse('drawn');

/** What every holder of definitions must do, whatever it is made of. */
export function describeDefinitions(
  name: string,
  create: (optionDefaults: Readonly<Record<string, Json>>) => Promise<DefinitionsBench>,
): void {
  describe(`the definitions ${name}`, () => {
    let bench: DefinitionsBench;
    beforeEach(async () => {
      bench = await create({ NmsCleanup_RejectsPurgeDelay: 180 });
    });
    afterEach(async () => {
      await bench.close();
    });

    const activities = async (version: number) => [
      ...((await bench.definitions.graph(drawn, version))?.activities.keys() ?? []),
    ];

    it('[D23] a version that cannot be used says so by its name, and the others are there', async () => {
      await bench.publish('a > b');
      await bench.publish('a > c');
      await bench.damage(1);
      for (const _time of ['first', 'again'])
        await expect(bench.definitions.graph(drawn, 1)).rejects.toThrow(/^Version 1 of "drawn" cannot be used: /);
      expect([await bench.definitions.newestVersion(drawn), await activities(2)]).toEqual([2, ['a', 'c']]);
    });

    it('[D5] a version stays what it was when a newer one is published', async () => {
      expect(await bench.definitions.newestVersion(drawn)).toBe(0);
      expect((await bench.definitions.newestVersions()).get(drawn)).toBeUndefined();
      await bench.publish('a > b');
      expect([await bench.definitions.newestVersion(drawn), await activities(1)]).toEqual([1, ['a', 'b']]);
      await bench.publish('a > c');
      expect([await bench.definitions.newestVersion(drawn), await activities(1)]).toEqual([2, ['a', 'b']]);
      expect((await bench.definitions.newestVersions()).get(drawn)).toBe(2);
      expect(await activities(2)).toEqual(['a', 'c']);
    });

    it('[D5] a version that does not exist is undefined', async () => {
      expect(await bench.definitions.graph(drawn, 1)).toBeUndefined();
    });

    it('[D5] a version is compiled once', async () => {
      await bench.publish('a');
      expect(await bench.definitions.graph(drawn, 1)).toBe(await bench.definitions.graph(drawn, 1));
    });

    it("[D5] gives the options' defaults", () => {
      expect(bench.definitions.optionDefault('NmsCleanup_RejectsPurgeDelay')).toBe(180);
      expect(bench.definitions.optionDefault('Unknown')).toBeUndefined();
    });
  });
}
