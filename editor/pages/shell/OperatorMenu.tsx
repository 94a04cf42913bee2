import {
  Menu,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
  type MantineColorScheme,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconApi, IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { changeSession } from '../../api/changeSession.ts';
import { signOut } from '../../api/session.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import { useProblemText } from '../../ui/useProblemText.ts';
import { useSession } from '../../ui/SessionProvider.tsx';
import { ShellContext } from './shellContext.ts';
import classes from './OperatorMenu.module.css';

interface OperatorMenuProps {
  readonly narrow: boolean;
  readonly bottom?: boolean;
}

const initialsOf = (label: string): string =>
  label
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();

const useSignOut = () => {
  const { t } = useTranslation('frame');
  const queries = useQueryClient();
  const wordProblem = useProblemText();
  return useMutation({
    mutationFn: signOut,
    onSuccess: () => changeSession(queries, null),
    onError: (problem) =>
      notifications.show({ color: 'red', title: t('operator.signOutFailed'), message: wordProblem(problem).next }),
  });
};

function SchemeChoice() {
  const { t } = useTranslation('frame');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choices: MantineColorScheme[] = ['light', 'dark', 'auto'];
  return (
    <SegmentedControl
      size="xs"
      fullWidth
      aria-label={t('operator.appearance')}
      value={colorScheme}
      onChange={setColorScheme}
      data={choices.map((value) => ({ value, label: t(`scheme.${value}`) }))}
    />
  );
}

/** Who is signed in, as what; appearance, shortcuts, and the way out. */
export function OperatorMenu({ narrow, bottom = false }: OperatorMenuProps) {
  const { t } = useTranslation(['frame', 'status']);
  const session = useSession();
  const { openShortcuts } = use(ShellContext);
  const leaving = useSignOut();
  const role = t(`status:role.${session.role}`);
  return (
    <Menu position={bottom ? 'top-end' : 'right-end'} width={248} withinPortal>
      <Menu.Target>
        <UnstyledButton className={joinClasses(classes.target, narrow && classes.narrow)}>
          <VisuallyHidden>{t('operator.menu', { name: session.label, role })}</VisuallyHidden>
          <span className={classes.initials}>{initialsOf(session.label)}</span>
          {!narrow && (
            <span className={classes.words}>
              <span className={classes.name}>{session.label}</span>
              <span className={classes.role}>{role}</span>
            </span>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.head}>
          <Text size="sm" fw={600} truncate>
            {session.label}
          </Text>
          <Text size="xs" c="dimmed">
            {session.operator} · {role}
          </Text>
        </div>
        <div className={classes.scheme}>
          <SchemeChoice />
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={openShortcuts}>
          {t('operator.shortcuts')}
        </Menu.Item>
        <Menu.Item component="a" href="/api/docs" target="_blank" leftSection={<IconApi size={16} aria-hidden />}>
          {t('operator.apiDocs')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => leaving.mutate()}>
          {t('operator.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
