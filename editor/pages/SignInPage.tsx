import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/ApiProblem.ts';
import { changeSession } from '../api/changeSession.ts';
import { signIn } from '../api/session.ts';
import { BrandMark } from '../ui/BrandMark.tsx';
import { useProblemText } from '../ui/useProblemText.ts';
import { usePageTitle } from '../ui/usePageTitle.ts';
import { SignInTracks } from './SignInTracks.tsx';
import classes from './SignInPage.module.css';

function SignInProblem({ problem }: { readonly problem: Error }) {
  const { t } = useTranslation('frame');
  const words = useProblemText()(problem);
  const wrong = problem instanceof ApiProblem && problem.status === 401;
  return (
    <Alert color="red" role="alert" title={wrong ? t('signIn.failed') : words.title} className={classes.problem}>
      {wrong ? t('signIn.failedNext') : words.next}
    </Alert>
  );
}

/** Who are you? Shown in the place of any page; afterwards the page that was asked for appears. */
export function SignInPage() {
  const { t } = useTranslation('frame');
  usePageTitle(t('signIn.title'));
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => changeSession(queries, session),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    entering.mutate({ name: name.trim(), password });
  };
  return (
    <div className={classes.page}>
      <SignInTracks />
      <main className={classes.card}>
        <div className={classes.brand}>
          <BrandMark size={36} />
          <div>
            <h1 className={classes.title}>{t('product')}</h1>
            <p className={classes.lead}>{t('signIn.lead')}</p>
          </div>
        </div>
        <form onSubmit={submit} className={classes.form}>
          {entering.isError && <SignInProblem problem={entering.error} />}
          <TextInput
            label={t('signIn.name')}
            name="name"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            size="md"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('signIn.password')}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            size="md"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="md" mt="xs" loading={entering.isPending} fullWidth>
            {t('signIn.submit')}
          </Button>
        </form>
      </main>
    </div>
  );
}
