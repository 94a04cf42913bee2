import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { textLanguageFor, textLanguages, useTextLanguage } from '../../i18n/textLanguage.tsx';

const choices = Object.entries(textLanguages).map(([value, label]) => ({ value, label }));

/** In which language workflows, their activities and packages are named. */
export function TextLanguageChoice() {
  const { t } = useTranslation('frame');
  const { language, choose } = useTextLanguage();
  return (
    <NativeSelect
      size="xs"
      label={t('operator.textLanguage')}
      data={choices}
      value={language}
      onChange={(event) => choose(textLanguageFor([event.currentTarget.value]))}
    />
  );
}
