import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionContext,
} from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, placeholder as placeholderText } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { noHints, type CodeHints, type CodeLanguage } from './codeHints.ts';
import { codeLook } from './codeLook.ts';
import { completeExpression, completeTemplate, expressionLanguage, templateLanguage } from './expressionLanguage.ts';
import { completeSql, sqlCode } from './sqlCode.ts';
import classes from './CodeField.module.css';

/** A fault within a text: where it begins, and why. */
export interface CodeFault {
  readonly at: number;
  readonly message: string;
}

/** What a field of code is given. */
export interface CodeFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly language: CodeLanguage;
  /** Read aloud as the field's name. */
  readonly label: string;
  readonly hints?: CodeHints;
  readonly fault?: CodeFault | undefined;
  readonly isInvalid?: boolean;
  readonly readOnly?: boolean;
  readonly placeholder?: string | undefined;
  /** One line that does not grow: Enter does nothing. */
  readonly singleLine?: boolean;
  readonly minLines?: number;
  readonly maxLines?: number;
  readonly lineNumbers?: boolean;
  /** Fills the parent's height. */
  readonly fill?: boolean;
}

/** Marks what comes from outside, so that it is not reported back as typing. */
const fromOutside = Annotation.define<boolean>();

const lineHeight = 20;

function languageOf(language: CodeLanguage, hints: CodeHints): Extension {
  switch (language) {
    case 'expression':
      return expressionLanguage;
    case 'template':
      return [templateLanguage, EditorView.lineWrapping];
    case 'sql':
      return sqlCode(hints);
    case 'json':
      return json();
    case 'text':
      return EditorView.lineWrapping;
  }
}

const completers = { expression: completeExpression, template: completeTemplate, sql: completeSql };

/** Completion reads the hints of the moment: they change while the field stays. */
function completionOf(language: CodeLanguage, hints: () => CodeHints): Extension {
  if (language === 'json' || language === 'text') return [];
  const complete = completers[language];
  const source = (context: CompletionContext) => complete(context, hints());
  if (language === 'sql') {
    return [autocompletion({ icons: false }), EditorState.languageData.of(() => [{ autocomplete: source }])];
  }
  return autocompletion({ icons: false, override: [source] });
}

const oneLine = EditorState.transactionFilter.of((transaction) => (transaction.newDoc.lines > 1 ? [] : transaction));

/**
 * There is one stack of undo, the document's: keys for it pass through, and the editor keeps no history of its own.
 * Tab leaves a field of one line, and indents in the others; Escape, then Tab, leaves those too.
 */
function behaviourOf(props: CodeFieldProps): Extension {
  const { singleLine = false, readOnly = false, label, isInvalid = false } = props;
  return [
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...(singleLine ? [] : [indentWithTab])]),
    singleLine ? oneLine : [],
    props.lineNumbers === true ? lineNumbers() : [],
    props.placeholder === undefined ? [] : placeholderText(props.placeholder),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-invalid': String(isInvalid),
      spellcheck: 'false',
      tabindex: '0',
    }),
  ];
}

function faultsOf(fault: CodeFault | undefined, length: number) {
  if (!fault || length === 0) return [];
  const from = Math.min(fault.at, length - 1);
  return [{ from, to: Math.min(from + 1, length), severity: 'error' as const, message: fault.message }];
}

/** A field for code: expressions, templates, SQL and JSON, with colours, completion and the place of a fault. */
export function CodeField(props: CodeFieldProps) {
  const { value, language, hints = noHints, fault, singleLine = false, fill = false } = props;
  const { minLines = singleLine ? 1 : 4, maxLines = singleLine ? 1 : 16 } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ props, hints });
  const parts = useRef({ language: new Compartment(), behaviour: new Compartment() });
  useEffect(() => {
    latest.current = { props, hints };
  });
  useEffect(() => {
    if (!host.current) return undefined;
    const report = EditorView.updateListener.of((update) => {
      const isOutside = update.transactions.some((transaction) => transaction.annotation(fromOutside) === true);
      if (update.docChanged && !isOutside) latest.current.props.onChange(update.state.doc.toString());
    });
    const { props: first, hints: firstHints } = latest.current;
    const extensions = [
      codeLook,
      report,
      completionOf(language, () => latest.current.hints),
      parts.current.language.of(languageOf(language, firstHints)),
      parts.current.behaviour.of(behaviourOf(first)),
    ];
    const made = new EditorView({ parent: host.current, state: EditorState.create({ doc: first.value, extensions }) });
    view.current = made;
    return () => made.destroy();
  }, [language]);
  const { tables } = hints;
  useEffect(() => {
    view.current?.dispatch({
      effects: parts.current.language.reconfigure(languageOf(language, { ...noHints, tables })),
    });
  }, [language, tables]);
  const { label, readOnly, isInvalid, placeholder } = props;
  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.behaviour.reconfigure(behaviourOf(latest.current.props)) });
  }, [label, readOnly, isInvalid, placeholder]);
  useEffect(() => {
    const editor = view.current;
    const current = editor?.state.doc.toString();
    if (!editor || current === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      annotations: fromOutside.of(true),
    });
  }, [value]);
  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch(setDiagnostics(editor.state, faultsOf(fault, editor.state.doc.length)));
  }, [fault, value]);
  return (
    <div
      ref={host}
      className={classes.field}
      data-invalid={props.isInvalid || undefined}
      data-read-only={props.readOnly || undefined}
      data-fill={fill || undefined}
      data-single={singleLine || undefined}
      style={fill ? undefined : { minHeight: minLines * lineHeight + 16, maxHeight: maxLines * lineHeight + 16 }}
    />
  );
}
