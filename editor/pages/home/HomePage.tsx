import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { z } from 'zod';
import type { approvalListSchema } from '../../../server/contract/approvals.ts';
import type { instanceListSchema } from '../../../server/contract/instances.ts';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { myApprovalsQuery } from '../../api/approvals.ts';
import { instancesQuery } from '../../api/instances.ts';
import { workflowsQuery } from '../../api/workflows.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { ApprovalRow } from './ApprovalRow.tsx';
import { sortByNeed } from './attention.ts';
import { AttentionRow } from './AttentionRow.tsx';
import { ComingRow } from './ComingRow.tsx';
import { RunningRow } from './RunningRow.tsx';
import classes from './HomePage.module.css';

type InstanceList = z.infer<typeof instanceListSchema>;

const weekMs = 7 * 86_400_000;
const shownAtMost = 8;

interface SectionProps {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly none: string;
  readonly children: readonly ReactNode[];
  readonly more?: { readonly count: number; readonly href: string };
}

function Section({ title, hint, none, children, more }: SectionProps) {
  const { t } = useTranslation('home');
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {hint && <span className={page.sub}>{hint}</span>}
      </div>
      <div className={page.panel}>
        {children.length === 0 ? <p className={classes.none}>{none}</p> : <ul className={classes.list}>{children}</ul>}
        {more && more.count > 0 && (
          <Anchor component={Link} href={more.href} className={classes.more} size="sm">
            {t('more', { count: more.count })}
          </Anchor>
        )}
      </div>
    </section>
  );
}

const useNeeds = () => {
  // The week is counted from when the page was opened, so that the question stays the same while it is.
  const [since] = useState(() => new Date(Date.now() - weekMs).toISOString());
  const paused = useQuery(instancesQuery({ status: 'paused', size: 100 }));
  const failed = useQuery(instancesQuery({ status: 'failed', since, size: 100 }));
  const running = useQuery(instancesQuery({ status: 'running', size: 100 }));
  const approvals = useQuery(myApprovalsQuery({ size: 100 }));
  const workflows = useQuery(workflowsQuery());
  return { paused, failed, running, approvals, workflows };
};

interface Needs {
  readonly paused: InstanceList;
  readonly failed: InstanceList;
  readonly running: InstanceList;
  readonly approvals: z.infer<typeof approvalListSchema>;
  readonly workflows: readonly WorkflowSummary[];
}

const comingOf = (workflows: readonly WorkflowSummary[]): WorkflowSummary[] =>
  workflows
    .filter(({ nextFiringAt }) => nextFiringAt !== null)
    .sort((one, other) => (one.nextFiringAt ?? '').localeCompare(other.nextFiringAt ?? ''));

function Sections({ paused, failed, running, approvals, workflows }: Needs) {
  const { t } = useTranslation('home');
  const { zone } = useFormats();
  const attention = sortByNeed([...paused.items, ...failed.items], approvals.items);
  const needy = paused.total + failed.total + approvals.total;
  const coming = comingOf(workflows);
  const labels = new Map(workflows.map(({ name, label }) => [name, label]));
  usePageTitle(needy > 0 ? t('pageTitle', { count: needy }) : t('title'));
  const beyond = (total: number, items: readonly unknown[]): number => total - Math.min(items.length, shownAtMost);
  return (
    <div className={page.page}>
      <PageHeader title={t('greeting')} lead={needy === 0 ? t('leadCalm') : t('lead', { count: needy })} />
      <div className={classes.grid}>
        <div className={classes.wide}>
          <Section
            title={t('attention')}
            none={t('attentionNone')}
            more={{ count: beyond(needy, attention), href: '/desk' }}
          >
            {attention
              .slice(0, shownAtMost)
              .map((need) =>
                need.kind === 'instance' ? (
                  <AttentionRow
                    key={need.instance.id}
                    instance={need.instance}
                    label={labels.get(need.instance.workflow)}
                  />
                ) : (
                  <ApprovalRow
                    key={need.approval.task}
                    approval={need.approval}
                    label={labels.get(need.approval.workflow)}
                  />
                ),
              )}
          </Section>
          <Section
            title={t('running')}
            none={t('runningNone')}
            more={{ count: beyond(running.total, running.items), href: '/instances?status=running' }}
          >
            {running.items.slice(0, shownAtMost).map((instance) => (
              <RunningRow key={instance.id} instance={instance} label={labels.get(instance.workflow)} />
            ))}
          </Section>
        </div>
        <Section title={t('next')} hint={coming.length > 0 ? t('nextZone', { zone }) : undefined} none={t('nextNone')}>
          {coming.slice(0, shownAtMost).map((workflow) => (
            <ComingRow key={workflow.name} workflow={workflow} />
          ))}
        </Section>
      </div>
    </div>
  );
}

/** What needs a person first, then what runs, then what comes. */
export function HomePage() {
  const { paused, failed, running, approvals, workflows } = useNeeds();
  const failure = paused.error ?? failed.error ?? running.error ?? approvals.error ?? workflows.error;
  if (failure) return <ProblemNotice problem={failure} page />;
  if (!paused.data || !failed.data || !running.data || !approvals.data || !workflows.data) return <PageLoading />;
  const instances = { paused: paused.data, failed: failed.data, running: running.data };
  return <Sections {...instances} approvals={approvals.data} workflows={workflows.data.items} />;
}
