import type { z } from 'zod';
import { manifestSchema } from '../../definitions/packages/manifest.ts';
import { matchingTables } from '../packages/tablePattern.ts';
import type { PageQuery } from '../contract/lists.ts';
import type { installBodySchema, Package, Removal, RemoveBody } from '../contract/packages.ts';
import { requireRight, type Actor } from './actor.ts';
import { audit } from './audit.ts';
import { pageInMemory } from './paging.ts';
import { publishPackage } from './packageWorkflows.ts';
import type { Page } from './ports/inbox.ts';
import type { PackageChange } from './ports/packageChange.ts';
import { notFound, RequestError, stateConflict } from './requestError.ts';
import { ask } from './requests.ts';
import type { Resources } from './resources.ts';
import { waitUntil } from './waitUntil.ts';

/** How long the instances of a package may take to stop before it is asked again. */
const stopMs = 15_000;

const manifestsOf = ({ packages }: Resources) => packages.map(({ manifest }) => manifestSchema.parse(manifest));

async function list(resources: Resources): Promise<readonly Package[]> {
  const known = new Map((await resources.engine.packages()).map((state) => [state.name, state]));
  const manifests = manifestsOf(resources);
  const isInstalled = (name: string): boolean => known.get(name)?.status === 'installed';
  return manifests.map((manifest): Package => {
    const { name, label, description, version, needs, owns, options, reports } = manifest;
    const state = known.get(name);
    const shipped = resources.packages.find((one) => one.name === name);
    return {
      name,
      label,
      description,
      version,
      status: state?.status ?? 'available',
      hasData: state?.dataKept ?? false,
      installedAt: state?.installedAt ?? null,
      needs,
      neededBy: manifests.filter((one) => one.needs.includes(name) && isInstalled(one.name)).map((one) => one.name),
      workflows: shipped?.workflows.map((workflow) => workflow.name) ?? [],
      tables: owns,
      options: options.map((option) => option.name),
      reports,
    };
  });
}

async function find(resources: Resources, name: string): Promise<Package> {
  const found = (await list(resources)).find((one) => one.name === name);
  if (!found) throw notFound('package', name);
  return found;
}

async function change({ changePackage }: Resources, asked: PackageChange): Promise<void> {
  if (!changePackage) throw new RequestError('unavailable', 'This process cannot change packages.');
  await changePackage(asked);
}

async function install(
  resources: Resources,
  actor: Actor,
  { name, demo }: { readonly name: string } & z.infer<typeof installBodySchema>,
): Promise<Package> {
  const found = await find(resources, name);
  if (found.status === 'installed') return found;
  const all = await list(resources);
  const missing = found.needs.filter((need) => all.find((one) => one.name === need)?.status !== 'installed');
  if (missing.length > 0) throw stateConflict('needs', `${name} needs ${missing.join(', ')}: install that first.`);
  await change(resources, { what: 'install', name, demo });
  const shipped = resources.packages.find((one) => one.name === name);
  if (shipped) await publishPackage(resources, shipped);
  const deed = { action: 'installPackage', subject: `package/${name}`, after: `version ${found.version}` };
  const atMs = resources.clock.nowMs();
  await resources.inbox.change((stores) => audit(stores, { by: actor.operator, atMs }, deed));
  resources.worker.nudge();
  return find(resources, name);
}

/** Why a package cannot be removed at all. */
async function requireRemovable(resources: Resources, found: Package, data: 'keep' | 'drop'): Promise<void> {
  const { name, status, hasData, neededBy } = found;
  const isLeftOver = status === 'removed' && hasData && data === 'drop';
  if (status !== 'installed' && !isLeftOver) throw stateConflict(status, `${name} is not installed.`);
  if (neededBy.length > 0)
    throw stateConflict(
      'needed',
      `${neededBy.join(', ')} ${neededBy.length > 1 ? 'need' : 'needs'} ${name}: remove that first.`,
    );
  if (data === 'keep') return;
  const others = (await list(resources)).filter((one) => one.needs.includes(name) && one.hasData);
  const names = others.map((one) => one.name).join(', ');
  if (names !== '')
    throw stateConflict('needed', `The kept data of ${names} points to that of ${name}: drop it first.`);
}

async function workflowsOf({ inbox, engine }: Resources, { name, workflows }: Package): Promise<Removal['workflows']> {
  const there = (await inbox.workflows.list()).filter((one) => one.package === name && workflows.includes(one.name));
  const states = new Map((await engine.workflowStates()).map(({ workflow, status }) => [workflow, status]));
  return there.map((one) => ({
    name: one.name,
    status: states.get(one.name) ?? 'draft',
    changed: one.changedBy !== `package:${name}`,
  }));
}

async function plan(resources: Resources, found: Package, data: 'keep' | 'drop'): Promise<Removal> {
  await requireRemovable(resources, found, data);
  const { engine, ids } = resources;
  const workflows = await workflowsOf(resources, found);
  const instances: { id: string; workflow: string }[] = [];
  for (const { name: workflow } of workflows)
    for (const id of await engine.liveInstances(workflow)) instances.push({ id, workflow });
  const standing = (await engine.tables()).map((table) => table.name);
  const tables = await engine.rowCounts(matchingTables(found.tables, standing));
  const said = [
    found.name,
    data,
    ...workflows.map((one) => one.name),
    ...instances.map(({ id }) => id),
    ...tables.map((one) => one.name),
  ];
  const confirmation = ids.derived(said.join('\n'));
  return { package: found.name, data, workflows, instances, tables: [...tables], confirmation };
}

/** Nothing of a package may run while its tables go. */
async function stopAll(resources: Resources, actor: Actor, { workflows, instances }: Removal): Promise<void> {
  const { engine, worker } = resources;
  const { idempotencyKey: _, ...by } = actor;
  for (const { name: workflow, status } of workflows)
    if (status === 'started' || status === 'paused')
      await ask(resources, by, { payload: { operation: 'stopWorkflow' }, workflow, instance: null });
  for (const { id, workflow } of instances) {
    const payload = { operation: 'kill' as const, reason: 'Its package is removed.' };
    await ask(resources, by, { payload, workflow, instance: id });
    worker.enforceStop(id);
  }
  const isOver = async (): Promise<true | undefined> => {
    for (const { name } of workflows) {
      const status = (await engine.workflowState(name))?.status ?? 'draft';
      if (status === 'started' || status === 'paused' || (await engine.liveInstances(name)).length > 0)
        return undefined;
    }
    return true;
  };
  const over = await waitUntil(isOver, { listen: (look) => worker.onChanged(look), timeoutMs: stopMs });
  if (!over) throw stateConflict('stopping', 'Its workflows have not stopped yet: ask again.');
}

async function remove(resources: Resources, actor: Actor, asked: RemoveBody & { name: string }): Promise<Package> {
  const { name, data } = asked;
  const removal = await plan(resources, await find(resources, name), data);
  if (asked.dryRun || asked.confirmation !== removal.confirmation)
    throw stateConflict('unconfirmed', 'What would go has changed: look at it again, and take its confirmation.');
  await stopAll(resources, actor, removal);
  await change(resources, { what: 'remove', name, data });
  const atMs = resources.clock.nowMs();
  await resources.inbox.change(async (stores) => {
    for (const { name: workflow } of removal.workflows) await stores.workflows.remove(workflow);
    const rows = removal.tables.reduce((sum, table) => sum + table.rows, 0);
    const after = data === 'keep' ? 'its data is kept' : `${rows} rows in ${removal.tables.length} tables dropped`;
    await audit(stores, { by: actor.operator, atMs }, { action: 'removePackage', subject: `package/${name}`, after });
  });
  return find(resources, name);
}

/** One change at a time: each lets the worker rest. */
function createTurn() {
  const turn = { isTaken: false };
  return async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    if (turn.isTaken) throw stateConflict('busy', 'A package is being installed or removed already.');
    turn.isTaken = true;
    try {
      return await work();
    } finally {
      turn.isTaken = false;
    }
  };
}

export function createPackageOperations(resources: Resources) {
  const inTurn = createTurn();
  return {
    list: async (actor: Actor, query: PageQuery): Promise<Page<Package>> => {
      requireRight(actor, 'view');
      return pageInMemory(await list(resources), query);
    },
    get: async (actor: Actor, name: string): Promise<Package> => {
      requireRight(actor, 'view');
      return find(resources, name);
    },
    install: async (actor: Actor, asked: { readonly name: string; readonly demo: boolean }): Promise<Package> => {
      requireRight(actor, 'managePackages');
      return inTurn(() => install(resources, actor, asked));
    },
    /** What removing a package would take away. */
    plan: async (actor: Actor, { name, data }: { name: string; data: 'keep' | 'drop' }): Promise<Removal> => {
      requireRight(actor, 'managePackages');
      return plan(resources, await find(resources, name), data);
    },
    remove: async (actor: Actor, asked: RemoveBody & { name: string }): Promise<Package> => {
      requireRight(actor, 'managePackages');
      return inTurn(() => remove(resources, actor, asked));
    },
  };
}
