import type { Kinds } from '../../engine/activity/kind.ts';
import { addActivity, changeKind, move, paste, remove, rename, setField } from './activityCommands.ts';
import { edited, refused, type Answer } from './answer.ts';
import type { Command } from './command.ts';
import type { DefinitionDraft } from './definitionDraft.ts';
import { beginEdit, perform, setMember } from './edit.ts';
import { emptySelection } from './selection.ts';
import { connect, disconnect, redirect, setTransitionField, splice } from './transitionCommands.ts';

function setProperty(definition: DefinitionDraft, command: Extract<Command, { type: 'setProperty' }>): Answer {
  if (command.property === 'activities' || command.property === 'transitions')
    return refused({ refusal: { code: 'property-structural', params: { property: command.property } } });
  return edited(setMember(beginEdit(definition), [], command.property, command.value));
}

/** What a command does to a definition: pure, so that it can be asked beforehand as well. */
export function applyCommand(definition: DefinitionDraft, kinds: Kinds, command: Command): Answer {
  switch (command.type) {
    case 'addActivity':
      return addActivity(definition, kinds, command);
    case 'remove':
      return remove(definition, command);
    case 'move':
      return move(definition, command);
    case 'rename':
      return rename(definition, command);
    case 'setField':
      return setField(definition, command);
    case 'changeKind':
      return changeKind(definition, command);
    case 'paste':
      return paste(definition, command);
    case 'replaceDefinition':
      return edited(
        perform(beginEdit(definition), { does: 'replace', definition: command.definition }),
        emptySelection,
      );
    case 'setProperty':
      return setProperty(definition, command);
    default:
      return applyTransitionCommand(definition, kinds, command);
  }
}

type TransitionCommand = Extract<
  Command,
  { type: 'connect' | 'disconnect' | 'redirect' | 'splice' | 'setTransitionField' }
>;

function applyTransitionCommand(definition: DefinitionDraft, kinds: Kinds, command: TransitionCommand): Answer {
  switch (command.type) {
    case 'connect':
      return connect(definition, kinds, command);
    case 'disconnect':
      return disconnect(definition, command);
    case 'redirect':
      return redirect(definition, kinds, command);
    case 'splice':
      return splice(definition, kinds, command);
    case 'setTransitionField':
      return setTransitionField(definition, command);
  }
}
