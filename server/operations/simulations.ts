import { instanceIdSchema, type ActivityId } from '../../engine/model/ids.ts';
import type { Definition } from '../../engine/model/definition.ts';
import type { Variables } from '../../engine/model/json.ts';
import { simulationOrderSchema, type Simulation, type SimulationOrder } from '../contract/simulations.ts';
import { requireRight, type Actor } from './actor.ts';
import { audit } from './audit.ts';
import { nameProblem } from './definitionCheck.ts';
import { inputFaults } from './inputFaults.ts';
import { requireWorkflowRight } from './lifeCycle.ts';
import { invalid, RequestError, stateConflict } from './requestError.ts';
import type { Resources } from './resources.ts';
import { calledBy, newestDefinition } from './subWorkflowCheck.ts';

/** What is simulated: the newest version, or the draft. */
export interface Simulating {
  readonly workflow: string;
  readonly input: Variables;
  readonly from?: ActivityId | undefined;
  readonly answers: SimulationOrder['answers'];
  readonly draft: boolean;
}

/** So many at a time: each has a copy of the database, or a transaction of it. */
const atOnce = 2;

async function definitionOf({ inbox, validate }: Resources, { workflow, draft }: Simulating): Promise<Definition> {
  if (draft) {
    const drawn = await inbox.drafts.find(workflow);
    if (!drawn) throw stateConflict('no draft', `${workflow} has no draft.`);
    const { definition, problems } = validate(drawn.definition);
    const errors = [...problems, ...nameProblem(drawn.definition, workflow)].filter(({ level }) => level === 'error');
    if (definition && errors.length === 0) return definition;
    throw invalid(errors.map(({ pointer, message, hint }) => ({ pointer, message, hint })));
  }
  const published = await newestDefinition({ inbox }, workflow);
  if (published) return published;
  throw stateConflict('draft', `${workflow} has no published version yet: simulate its draft.`);
}

function requireFits({ inputs, activities, name }: Definition, { input, from }: Simulating): void {
  const faults = [...inputFaults(inputs, input)];
  if (from !== undefined && !Object.hasOwn(activities, from)) {
    const hint = `It has ${Object.keys(activities).join(', ')}.`;
    faults.push({ pointer: '/from', message: `${name} has no activity "${from}".`, hint });
  }
  if (faults.length > 0) throw invalid(faults);
}

async function orderOf(resources: Resources, actor: Actor, simulating: Simulating): Promise<SimulationOrder> {
  const definition = await definitionOf(resources, simulating);
  // A draft may be technical where what is published is not.
  if (definition.category === 'technical') requireRight(actor, 'startTechnical');
  requireFits(definition, simulating);
  const { input, from, answers } = simulating;
  return simulationOrderSchema.parse({
    id: instanceIdSchema.parse(resources.ids.next()),
    definition,
    called: await calledBy(resources, definition),
    input,
    answers,
    nowMs: resources.clock.nowMs(),
    by: actor.operator,
    ...(from !== undefined && { from }),
  });
}

/** Trying a workflow: it runs to its end, and nothing of it is left but the audit line (semantics.md 9). */
export function createSimulationOperations(resources: Resources) {
  const running = { count: 0 };
  return {
    simulate: async (actor: Actor, simulating: Simulating): Promise<Simulation> => {
      const { workflow } = simulating;
      await requireWorkflowRight(resources, actor, workflow, { right: 'start', technical: 'startTechnical' });
      const order = await orderOf(resources, actor, simulating);
      if (!resources.simulate) throw new RequestError('unavailable', 'This server does not simulate.');
      if (running.count >= atOnce) throw stateConflict('busy', `${atOnce} simulations are running already.`);
      running.count += 1;
      try {
        const who = { by: actor.operator, atMs: order.nowMs };
        await resources.inbox.change((stores) =>
          audit(stores, who, { action: 'simulate', subject: `workflow/${workflow}` }),
        );
        return await resources.simulate(order);
      } finally {
        running.count -= 1;
      }
    },
  };
}
