import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { EmptyState } from '../ui/EmptyState.tsx';
import { usePageTitle } from '../ui/usePageTitle.ts';

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation('frame');
  usePageTitle(t('notFound.title'));
  return (
    <EmptyState
      title={t('notFound.title')}
      icon={<IconMapQuestion size={22} aria-hidden />}
      action={
        <Button component={Link} href="/" variant="default">
          {t('problem.home')}
        </Button>
      }
    >
      {t('notFound.lead')}
    </EmptyState>
  );
}
