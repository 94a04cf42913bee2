import type { InstanceId, RequestId, TaskId } from '../model/ids.ts';
import { isProgramFault } from './programFault.ts';
import type { Runtime } from './runtime.ts';
import { inUnit, type Unit } from './unit.ts';

/** What a fault of the program has happened to, as far as it is known. */
export interface FaultPlace {
  readonly instance?: InstanceId;
  readonly task?: TaskId;
  readonly request?: RequestId;
}
export type OnFault = (error: Error, place?: FaultPlace) => void;

/** Where inputs are performed, and who hears of faults of the program. */
export interface Shop {
  readonly runtime: Runtime;
  readonly onFault: OnFault;
}

/** Inputs that share a transaction. */
export interface Shared<Item> {
  readonly items: readonly Item[];
  readonly placeOf?: (item: Item) => FaultPlace;
  readonly perform: (unit: Unit, item: Item) => Promise<unknown>;
  /** What becomes of one that the program cannot perform. */
  readonly giveUp: (unit: Unit, item: Item, error: Error) => Promise<unknown>;
}

/**
 * Performs inputs in one transaction, in their order, each a part of it that is taken back alone. A fault of the program is
 * not tried again for ever: what it happened to is given up. Any other takes all of them back, and all come again.
 */
export async function together<Item>(shop: Shop, shared: Shared<Item>): Promise<void> {
  const { items } = shared;
  if (items.length === 0) return;
  try {
    await inUnit(shop.runtime, async (unit) => {
      for (const item of items) await inPart(shop, unit, shared, item);
    });
  } catch (error) {
    if (!isProgramFault(error)) throw error;
    await apart(shop, shared, error);
  }
}

async function inPart<Item>(shop: Shop, unit: Unit, shared: Shared<Item>, item: Item): Promise<void> {
  const { perform, giveUp, placeOf } = shared;
  try {
    await unit.part((part) => perform(part, item));
  } catch (error) {
    if (!isProgramFault(error)) throw error;
    shop.onFault(error, placeOf?.(item));
    await unit.part((part) => giveUp(part, item, error));
  }
}

/** What took back the whole transaction is found by performing each alone. */
async function apart<Item>(shop: Shop, shared: Shared<Item>, error: Error): Promise<void> {
  const { items, giveUp } = shared;
  const [only, ...others] = items;
  if (only === undefined) return;
  if (others.length > 0) {
    for (const item of items) await together(shop, { ...shared, items: [item] });
    return;
  }
  shop.onFault(error, shared.placeOf?.(only));
  await inUnit(shop.runtime, (unit) => giveUp(unit, only, error));
}
