import { useTranslation } from 'react-i18next';
import type { AnyKind } from '../../engine/activity/kind.ts';
import { labelOf } from '../document/activityReading.ts';
import { useTextLanguage } from '../i18n/textLanguage.tsx';
import type { PickerRequest } from './canvasActions.tsx';
import { ContextPad } from './ContextPad.tsx';
import { drawnStatus } from './drawnStatus.ts';
import { KindIcon } from './KindIcon.tsx';
import { KindPicker } from './KindPicker.tsx';
import { useKindCatalogue } from './kindCatalogue.tsx';
import type { DrawingSources } from './useDrawing.ts';
import { isOfferedFor, type usePicker } from './usePicker.ts';
import classes from './WorkflowCanvas.module.css';

interface CanvasOverlayProps {
  readonly sources: DrawingSources;
  readonly notice: string | undefined;
  readonly picker: ReturnType<typeof usePicker>;
  readonly onPick: (kind: AnyKind, request: PickerRequest) => void;
  readonly isEditable: boolean;
  readonly onAdd: (kind: string) => void;
}

/** Says what is selected to those who do not see it. */
function Announcement({ sources }: Pick<CanvasOverlayProps, 'sources'>) {
  const { t } = useTranslation('canvas');
  const { language } = useTextLanguage();
  const { kinds } = useKindCatalogue();
  const { definition, selection, isLive, view } = sources;
  const [id] = selection.activities;
  const activity = id === undefined ? undefined : definition.activities[id];
  const ids = Object.keys(definition.activities);
  const words = () => {
    if (id === undefined || !activity) return '';
    return t('selected', {
      label: labelOf(id, activity, language),
      kind: kinds.get(activity.type)?.label ?? activity.type,
      status: isLive ? t(`status.${drawnStatus(view?.activities[id], view?.status)}`) : 'none',
      index: ids.indexOf(id) + 1,
      count: ids.length,
    });
  };
  return (
    <div className={classes.announcement} aria-live="polite">
      {words()}
    </div>
  );
}

/** What one can begin a graph with: kinds that nothing leads to, and a query. */
const beginnings = ['scheduler', 'start', 'signal'];

function EmptyCanvas({ isEditable, onAdd }: Pick<CanvasOverlayProps, 'isEditable' | 'onAdd'>) {
  const { t } = useTranslation('canvas');
  const { kinds } = useKindCatalogue();
  if (!isEditable) return <div className={classes.empty}>{t('empty.watch')}</div>;
  return (
    <div className={classes.empty}>
      <strong>{t('empty.title')}</strong>
      <span>{t('empty.words')}</span>
      <div className={classes.beginnings}>
        {beginnings
          .flatMap((name) => kinds.get(name) ?? [])
          .map((kind) => (
            <button type="button" key={kind.name} onClick={() => onAdd(kind.name)}>
              <KindIcon kind={kind.name} />
              {kind.label}
            </button>
          ))}
      </div>
    </div>
  );
}

function usePickerTitle(sources: DrawingSources, request: PickerRequest | undefined): string {
  const { t } = useTranslation('canvas');
  const { language } = useTextLanguage();
  const named = request?.change ?? request?.after?.activity;
  const activity = named === undefined ? undefined : sources.definition.activities[named];
  const label = named !== undefined && activity ? labelOf(named, activity, language) : '';
  if (request?.change !== undefined) return t('picker.change', { label });
  if (request?.after) return t('picker.after', { label });
  return request?.on === undefined ? t('picker.add') : t('picker.insert');
}

/** What lies over the graph: the list of kinds, the tools of the selected activity, a sentence now and then. */
export function CanvasOverlay({ sources, notice, picker, onPick, isEditable, onAdd }: CanvasOverlayProps) {
  const { definition, selection } = sources;
  const title = usePickerTitle(sources, picker.open?.request);
  const [id, ...others] = selection.activities;
  const selected = id === undefined || others.length > 0 ? undefined : definition.activities[id];
  const { open, closePicker } = picker;
  return (
    <>
      {isEditable && id !== undefined && selected && <ContextPad activity={id} draft={selected} />}
      {Object.keys(definition.activities).length === 0 && <EmptyCanvas isEditable={isEditable} onAdd={onAdd} />}
      {open && (
        <KindPicker
          at={open.at}
          title={title}
          isOffered={(kind) => isOfferedFor(open.request, kind)}
          onPick={(kind) => {
            onPick(kind, open.request);
            closePicker();
          }}
          onClose={closePicker}
        />
      )}
      <div className={classes.notice} role="status">
        {notice !== undefined && <span>{notice}</span>}
      </div>
      <Announcement sources={sources} />
    </>
  );
}
