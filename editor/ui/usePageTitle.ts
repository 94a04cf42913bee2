import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Puts what is going on into the tab's name: "2 paused · cleanup". */
export function usePageTitle(page: string): void {
  const { t } = useTranslation('frame');
  useEffect(() => {
    document.title = page === '' ? t('title.product') : t('title.plain', { page });
  }, [page, t]);
}
