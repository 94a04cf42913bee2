import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { allApprovalsQuery, myApprovalsQuery } from '../../api/approvals.ts';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { ApprovalCard } from './ApprovalCard.tsx';
import classes from './ApprovalsPage.module.css';

const pageSchema = z.coerce.number().int().min(1).catch(1);
const size = 50;

interface SectionProps {
  readonly title: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
}

function Section({ title, none, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2 className={classes.sectionTitle}>{title}</h2>
      {children.length === 0 ? <p className={classes.none}>{none}</p> : <ul className={classes.list}>{children}</ul>}
    </section>
  );
}

/** What waits for an answer: mine first, then what waits for others; the longest waiting first. */
export function ApprovalsPage() {
  const { t } = useTranslation('approvals');
  const [params, setParams] = useAddressState();
  const turned = pageSchema.parse(params.get('page') ?? 1);
  const mine = useQuery(myApprovalsQuery({ size: 500 }));
  const all = useQuery({ ...allApprovalsQuery({ page: turned, size }), placeholderData: keepPreviousData });
  const count = mine.data?.total ?? 0;
  usePageTitle(count === 0 ? t('title') : `${String(count)} · ${t('title')}`);
  const problem = mine.error ?? all.error;
  if (problem) return <ProblemNotice problem={problem} onRetry={() => void mine.refetch()} page />;
  if (!mine.data || !all.data) return <PageLoading />;
  const cards = (items: typeof mine.data.items) =>
    items.map((approval) => <ApprovalCard key={approval.task} approval={approval} />);
  return (
    <div className={page.page}>
      <PageHeader title={t('title')} lead={t('lead', { count })} />
      <Section title={t('mine')} none={t('mineNone')}>
        {cards(mine.data.items)}
      </Section>
      <Section title={t('others')} none={t('othersNone')}>
        {cards(all.data.items.filter((approval) => !approval.mine))}
      </Section>
      <Pager
        page={turned}
        size={size}
        total={all.data.total}
        onTurn={(to) => setParams({ page: to === 1 ? undefined : String(to) })}
      />
    </div>
  );
}
