import { ActionIcon, Button, MultiSelect, TagsInput, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../engine/model/json.ts';
import { useFieldProblems } from '../formContext.tsx';
import { useFormEnvironment } from '../formEnvironment.tsx';
import { ExpressionField } from './CodeControls.tsx';
import { idOf, textOf, type ControlProps } from './controlProps.ts';
import { FieldFaults } from './FieldFaults.tsx';
import { FieldShell } from './FieldShell.tsx';
import classes from './controls.module.css';

/** The texts of a list; one text alone counts as a list of it. */
function textsOf(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(textOf);
}

/** Several texts: typed, or chosen where only some are possible. */
export function StringsControl(props: ControlProps) {
  const { t } = useTranslation('forms');
  const { value, onChange, field, pointer, isRequired } = props;
  const { readOnly } = useFormEnvironment();
  const isInvalid = useFieldProblems(pointer, true).some(({ level }) => level === 'error');
  const write = (texts: string[]) => onChange(texts.length === 0 && !isRequired ? undefined : texts);
  const shared = { value: textsOf(value), readOnly, error: isInvalid, id: idOf(pointer), onChange: write };
  const choices = Array.isArray(field.choices) ? field.choices.map(String) : undefined;
  return (
    <FieldShell {...props}>
      {choices ? (
        <MultiSelect {...shared} data={choices} />
      ) : (
        <TagsInput {...shared} placeholder={t('strings.placeholder')} />
      )}
    </FieldShell>
  );
}

/** Names of ways out. */
export function OutletsControl(props: ControlProps) {
  const { t } = useTranslation('forms');
  const { value, onChange, pointer, field } = props;
  const { readOnly } = useFormEnvironment();
  const isInvalid = useFieldProblems(pointer, true).some(({ level }) => level === 'error');
  return (
    <FieldShell {...props}>
      <TagsInput
        value={textsOf(value ?? (Array.isArray(field.default) ? ['default'] : undefined))}
        placeholder={t('outlets.placeholder')}
        readOnly={readOnly}
        error={isInvalid}
        id={idOf(pointer)}
        onChange={(names) => onChange(names.length === 0 ? undefined : names)}
      />
    </FieldShell>
  );
}

type Branch = Readonly<Record<string, Json>>;

const plain = (branch: Branch): Json => ({ ...branch });

const branchesOf = (value: Json | undefined): Branch[] =>
  Array.isArray(value)
    ? value.map((branch) => (typeof branch === 'object' && branch !== null && !Array.isArray(branch) ? branch : {}))
    : [];

interface BranchProps {
  readonly branch: Branch;
  readonly index: number;
  readonly count: number;
  readonly pointer: string;
  readonly onChange: (branch: Branch) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onRemove: () => void;
}

function BranchCard({ branch, index, count, pointer, onChange, onMove, onRemove }: BranchProps) {
  const { t } = useTranslation('forms');
  const { readOnly } = useFormEnvironment();
  const problems = useFieldProblems(pointer, true);
  const tool = { variant: 'subtle', color: 'gray', size: 28, disabled: readOnly } as const;
  return (
    <div className={classes.card}>
      <TextInput
        value={textOf(branch['outlet'])}
        readOnly={readOnly}
        aria-label={t('branches.outlet', { number: index + 1 })}
        placeholder={t('branches.outletPlaceholder')}
        onChange={(event) => onChange({ ...branch, outlet: event.currentTarget.value })}
      />
      <div className={classes.tools}>
        <ActionIcon {...tool} aria-label={t('list.up')} disabled={readOnly || index === 0} onClick={() => onMove(-1)}>
          <IconArrowUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          {...tool}
          aria-label={t('list.down')}
          disabled={readOnly || index === count - 1}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon {...tool} aria-label={t('list.remove')} onClick={onRemove}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </div>
      <ExpressionField
        pointer={`${pointer}/condition`}
        isRequired
        label={t('branches.condition', { number: index + 1 })}
        placeholder="vars.recordCount > 0"
        value={branch['condition']}
        onChange={(condition) => onChange({ ...branch, condition: condition ?? '' })}
      />
      <FieldFaults problems={problems} />
    </div>
  );
}

/** The first of `branch1`, `branch2`, ... that no branch is called yet. */
function freshOutlet(branches: readonly Branch[]): string {
  const taken = new Set(branches.map((branch) => textOf(branch['outlet'])));
  if (!taken.has('yes')) return 'yes';
  let number = branches.length + 1;
  while (taken.has(`branch${number}`)) number += 1;
  return `branch${number}`;
}

/** Conditions in their order, each with its way out. */
export function BranchesControl(props: ControlProps) {
  const { t } = useTranslation('forms');
  const { value, onChange, pointer } = props;
  const { readOnly } = useFormEnvironment();
  const branches = branchesOf(value);
  const replace = (index: number, ...by: Branch[]) =>
    onChange([...branches.slice(0, index), ...by, ...branches.slice(index + 1)].map(plain));
  const move = (index: number, by: 1 | -1) => {
    const [moved] = branches.slice(index, index + 1);
    if (moved)
      onChange(
        branches
          .toSpliced(index, 1)
          .toSpliced(index + by, 0, moved)
          .map(plain),
      );
  };
  return (
    <FieldShell {...props} isGroup>
      <div className={classes.rows}>
        {branches.map((branch, index) => (
          <BranchCard
            // Branches have no identity but their place.
            key={index}
            branch={branch}
            index={index}
            count={branches.length}
            pointer={`${pointer}/${index}`}
            onChange={(next) => replace(index, next)}
            onMove={(by) => move(index, by)}
            onRemove={() => replace(index)}
          />
        ))}
        {!readOnly && (
          <Button
            variant="default"
            size="compact-sm"
            className={classes.add ?? ''}
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...branches.map(plain), { outlet: freshOutlet(branches), condition: '' }])}
          >
            {t('branches.add')}
          </Button>
        )}
      </div>
    </FieldShell>
  );
}
