import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Executor, ExecutorRun, Notice, Outcome } from '../../../engine/activity/executor.ts';
import type { JournalLine } from '../../../engine/activity/kind.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import type { AlertConfig } from './alert.kind.ts';

/** The names in a value: a text is one, a list several; empty ones and repetitions are left out. */
function namesIn(value: Json): readonly string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  if (!list.every((name) => typeof name === 'string' || name === null)) return undefined;
  return [...new Set(list.map((name) => name?.trim() ?? '').filter((name) => name !== ''))];
}

function operators({ config, evaluate }: ExecutorRun<AlertConfig>, extra: Variables): readonly string[] {
  if (config.to === undefined) return [];
  const value = evaluate(config.to, extra);
  const names = namesIn(value);
  if (names) return names;
  throw new ExecutorFailure({
    cause: 'data',
    message: `${config.to} gave ${JSON.stringify(value)}, which is no list of operator names.`,
    hint: 'Give a list of texts, e.g. [item.author].',
  });
}

function items({ config, evaluate }: ExecutorRun<AlertConfig>): readonly Variables[] {
  if (config.each === undefined) return [{}];
  const value = evaluate(config.each);
  if (Array.isArray(value)) return value.map((item) => ({ item }));
  throw new ExecutorFailure({
    cause: 'data',
    message: `${config.each} gave ${JSON.stringify(value)}, which is no list.`,
    hint: 'Give a list, e.g. vars.workflows.',
  });
}

function noticeFor(run: ExecutorRun<AlertConfig>, extra: Variables): Notice {
  const { config, render } = run;
  const group = config.group === undefined ? '' : render(config.group, extra).trim();
  return {
    to: operators(run, extra),
    ...(group !== '' && { group }),
    title: render(config.title, extra),
    message: render(config.message, extra),
  };
}

/** The count stays out of `recordCount`: what follows an alert still asks how many rows came before it. */
function journal(sent: number, lost: number): readonly JournalLine[] {
  const lines: JournalLine[] = [
    {
      level: 'info',
      code: 'alerts-sent',
      text: `Alerts put into the outbox: ${String(sent)}.`,
      params: { count: sent },
    },
  ];
  if (lost > 0)
    lines.push({
      level: 'warning',
      code: 'alert-without-recipient',
      text: `Alerts that named neither a group nor an operator, and were not made: ${String(lost)}.`,
      params: { count: lost },
    });
  return lines;
}

async function execute(run: ExecutorRun<AlertConfig>): Promise<Outcome> {
  const notices = items(run).map((extra) => noticeFor(run, extra));
  const addressed = notices.filter(({ to, group }) => to.length > 0 || group !== undefined);
  for (const notice of addressed) await run.services.outbox.put(notice);
  return { journal: journal(addressed.length, notices.length - addressed.length) };
}

export const alertExecutor: Executor<AlertConfig> = { kind: 'alert', execute };
