import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../engine/model/json.ts';
import { useFieldProblems } from '../formContext.tsx';
import { useFormEnvironment } from '../formEnvironment.tsx';
import { ExpressionField } from './CodeControls.tsx';
import type { ControlProps } from './controlProps.ts';
import { FieldFaults } from './FieldFaults.tsx';
import { FieldShell } from './FieldShell.tsx';
import classes from './controls.module.css';

type Pair = readonly [name: string, expression: Json];

const pairsOf = (value: Json | undefined): Pair[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

interface PairRowProps {
  readonly pair: Pair;
  readonly taken: readonly string[];
  readonly pointer: string;
  readonly onChange: (pair: Pair) => void;
  readonly onRemove: () => void;
}

/** A name is kept when its field is left: half a name would be another parameter with every letter. */
function PairRow({ pair: [name, expression], taken, pointer, onChange, onRemove }: PairRowProps) {
  const { t } = useTranslation('forms');
  const { readOnly } = useFormEnvironment();
  const [typed, setTyped] = useState<string>();
  const problems = useFieldProblems(`${pointer}/${name}`);
  const isTaken = typed !== undefined && typed !== name && taken.includes(typed);
  const keep = () => {
    if (typed !== undefined && typed !== '' && !isTaken) onChange([typed, expression]);
    setTyped(undefined);
  };
  return (
    <div className={classes.card}>
      <TextInput
        className={classes.monospace ?? ''}
        value={typed ?? name}
        readOnly={readOnly}
        error={isTaken}
        spellCheck={false}
        aria-label={t('params.name')}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep();
        }}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        disabled={readOnly}
        aria-label={t('params.remove', { name })}
        onClick={onRemove}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
      <ExpressionField
        pointer={`${pointer}/${name}`}
        isRequired
        label={t('params.expression', { name })}
        value={expression}
        onChange={(next) => onChange([name, next ?? ''])}
      />
      <FieldFaults problems={problems} />
    </div>
  );
}

function freshName(taken: readonly string[], stem: string): string {
  let number = 1;
  while (taken.includes(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

/** Names with an expression each: the parameters of SQL, or its declared tables. */
export function NamedExpressionsControl(props: ControlProps) {
  const { t } = useTranslation('forms');
  const { value, onChange, pointer, name } = props;
  const { readOnly } = useFormEnvironment();
  const pairs = pairsOf(value);
  const taken = pairs.map(([key]) => key);
  const write = (next: readonly Pair[]) => onChange(next.length === 0 ? undefined : Object.fromEntries(next));
  const isTables = name === 'tables';
  const add = () => write([...pairs, [freshName(taken, isTables ? 'table' : 'param'), isTables ? '""' : 'null']]);
  return (
    <FieldShell {...props} isGroup>
      <div className={classes.rows}>
        {pairs.map((pair, index) => (
          <PairRow
            key={pair[0]}
            pair={pair}
            taken={taken}
            pointer={pointer}
            onChange={(next) => write(pairs.toSpliced(index, 1, next))}
            onRemove={() => write(pairs.toSpliced(index, 1))}
          />
        ))}
        {!readOnly && (
          <Button
            variant="default"
            size="compact-sm"
            className={classes.add ?? ''}
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={add}
          >
            {isTables ? t('params.addTable') : t('params.add')}
          </Button>
        )}
      </div>
    </FieldShell>
  );
}
