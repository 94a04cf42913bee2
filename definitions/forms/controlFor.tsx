import type { ComponentType } from 'react';
import type { Json } from '../../engine/model/json.ts';
import type { FieldSchema, Widget } from '../schema/fieldsSchema.ts';
import { ExpressionControl, TemplateControl } from './controls/CodeControls.tsx';
import type { ControlProps } from './controls/controlProps.ts';
import { FieldShell } from './controls/FieldShell.tsx';
import { JsonControl } from './controls/JsonControl.tsx';
import { BranchesControl, OutletsControl, StringsControl } from './controls/ListControls.tsx';
import { NamedExpressionsControl } from './controls/NamedExpressionsControl.tsx';
import {
  ChoiceControl,
  GlobControl,
  MultilineControl,
  NumberControl,
  TextControl,
  TimeZoneControl,
  ToggleControl,
} from './controls/PlainControls.tsx';
import { SqlControl } from './controls/SqlControl.tsx';
import { CronControl, DurationControl, InstantControl } from './controls/TimeControls.tsx';
import classes from './controls/controls.module.css';

const fieldsOf = (value: Json | undefined): Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

/** Fields that belong together. */
function GroupControl(props: ControlProps) {
  const { field, pointer, value, onChange } = props;
  const values = fieldsOf(value);
  const write = (name: string, next: Json | undefined) => {
    const { [name]: _old, ...rest } = values;
    onChange(next === undefined ? rest : { ...values, [name]: next });
  };
  return (
    <FieldShell {...props} isGroup>
      <div className={classes.group}>
        {Object.entries(field.properties ?? {}).map(([name, inner]) => {
          const Control = controlFor(inner);
          return (
            <Control
              key={name}
              name={name}
              pointer={`${pointer}/${name}`}
              field={inner}
              isRequired={field.required?.includes(name) === true}
              value={values[name]}
              onChange={(next) => write(name, next)}
            />
          );
        })}
      </div>
    </FieldShell>
  );
}

const controls: Readonly<Record<Widget, ComponentType<ControlProps>>> = {
  text: TextControl,
  multiline: MultilineControl,
  number: NumberControl,
  toggle: ToggleControl,
  choice: ChoiceControl,
  duration: DurationControl,
  cron: CronControl,
  timeZone: TimeZoneControl,
  expression: ExpressionControl,
  template: TemplateControl,
  sql: SqlControl,
  params: NamedExpressionsControl,
  tables: NamedExpressionsControl,
  branches: BranchesControl,
  outlets: OutletsControl,
  json: JsonControl,
  glob: GlobControl,
  strings: StringsControl,
  instant: InstantControl,
  group: GroupControl,
};

const isWidget = (name: string | undefined): name is Widget => name !== undefined && Object.hasOwn(controls, name);

/** The control of a field: the one that its schema names, else what its type suggests; JSON takes anything. */
export function controlFor(field: FieldSchema): ComponentType<ControlProps> {
  if (isWidget(field.widget)) return controls[field.widget];
  if (field.enum) return ChoiceControl;
  if (field.type === 'boolean') return ToggleControl;
  if (field.type === 'number' || field.type === 'integer') return NumberControl;
  if (field.type === 'string') return TextControl;
  return field.type === 'object' && field.properties ? GroupControl : JsonControl;
}
