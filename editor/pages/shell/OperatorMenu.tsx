import {
  Divider,
  Popover,
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
import { use, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changeSession } from '../../api/changeSession.ts';
import { signOut } from '../../api/session.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import { useProblemText } from '../../ui/useProblemText.ts';
import { useSession } from '../../ui/SessionProvider.tsx';
import { ShellContext } from './shellContext.ts';
import { TextLanguageChoice } from './TextLanguageChoice.tsx';
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

interface EntryProps {
  readonly icon: ReactNode;
  readonly words: string;
}

const Entry = ({ icon, words }: EntryProps) => (
  <>
    {icon}
    <span>{words}</span>
  </>
);

/** What the frame opens, and the way out. */
function Entries({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('frame');
  const { openShortcuts } = use(ShellContext);
  const leaving = useSignOut();
  const showShortcuts = () => {
    onDone();
    openShortcuts();
  };
  return (
    <>
      <UnstyledButton className={classes.entry} onClick={showShortcuts}>
        <Entry icon={<IconKeyboard size={16} aria-hidden />} words={t('operator.shortcuts')} />
      </UnstyledButton>
      <UnstyledButton component="a" href="/api/docs" target="_blank" className={classes.entry} onClick={onDone}>
        <Entry icon={<IconApi size={16} aria-hidden />} words={t('operator.apiDocs')} />
      </UnstyledButton>
      <Divider my={4} />
      <UnstyledButton className={classes.entry} onClick={() => leaving.mutate()}>
        <Entry icon={<IconLogout size={16} aria-hidden />} words={t('operator.signOut')} />
      </UnstyledButton>
    </>
  );
}

/** Who is signed in, as what; appearance, language of labels, shortcuts, and the way out. */
export function OperatorMenu({ narrow, bottom = false }: OperatorMenuProps) {
  const { t } = useTranslation(['frame', 'status']);
  const session = useSession();
  const [opened, setOpened] = useState(false);
  const role = t(`status:role.${session.role}`);
  return (
    // Not a menu: its choices are no items of one, and arrows belong to them.
    <Popover
      position={bottom ? 'top-end' : 'right-end'}
      width={248}
      opened={opened}
      onChange={setOpened}
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <UnstyledButton
          className={joinClasses(classes.target, narrow && classes.narrow)}
          onClick={() => setOpened((before) => !before)}
        >
          <VisuallyHidden>{t('operator.menu', { name: session.label, role })}</VisuallyHidden>
          <span className={classes.initials}>{initialsOf(session.label)}</span>
          {!narrow && (
            <span className={classes.words}>
              <span className={classes.name}>{session.label}</span>
              <span className={classes.role}>{role}</span>
            </span>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <div className={classes.head}>
          <Text size="sm" fw={600} truncate>
            {session.label}
          </Text>
          <Text size="xs" c="dimmed">
            {session.operator} · {role}
          </Text>
        </div>
        <div className={classes.choices}>
          <SchemeChoice />
          <TextLanguageChoice />
        </div>
        <Divider my={4} />
        <Entries onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}
