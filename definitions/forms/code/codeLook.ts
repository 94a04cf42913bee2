import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const theme = EditorView.theme({
  '&': { color: 'var(--mantine-color-text)', backgroundColor: 'transparent', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    lineHeight: '20px',
    fontVariantLigatures: 'none',
  },
  '.cm-content': { padding: '7px 0', caretColor: 'var(--mantine-primary-color-filled)' },
  '.cm-line': { padding: '0 10px' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-primary-color-filled)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--mantine-primary-color-filled) 22%, transparent)',
  },
  '.cm-placeholder': { color: 'var(--mantine-color-placeholder)' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--mantine-color-dimmed)',
    border: 'none',
    fontSize: '11px',
  },
  '.cm-gutterElement': { padding: '0 4px 0 8px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--mantine-primary-color-filled) 18%, transparent)',
  },
  '.cm-tooltip': {
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: '8px',
    backgroundColor: 'var(--mantine-color-body)',
    boxShadow: 'var(--mantine-shadow-md)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    fontSize: '12px',
    maxHeight: '240px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '4px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'color-mix(in srgb, var(--mantine-primary-color-filled) 16%, transparent)',
    color: 'var(--mantine-color-text)',
  },
  '.cm-completionDetail': {
    marginLeft: '12px',
    color: 'var(--mantine-color-dimmed)',
    fontFamily: 'var(--mantine-font-family)',
    fontStyle: 'normal',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-lintRange-error': { backgroundImage: 'none', borderBottom: '2px solid var(--mantine-color-error)' },
  '.cm-diagnostic': { padding: '6px 10px', fontFamily: 'var(--mantine-font-family)', fontSize: '12px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--mantine-color-error)' },
  '.cm-bound': { color: 'light-dark(#8a3ffc, #be95ff)', fontWeight: '600' },
  '.cm-standin': {
    borderRadius: '4px',
    backgroundColor: 'light-dark(#e0f2f1, #12302e)',
    color: 'light-dark(#00625a, #5fd6c9)',
  },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'light-dark(#1d4dd4, #86a9ff)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'light-dark(#0e6b41, #5fd39b)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'light-dark(#9a4b00, #f2bd6b)' },
  { tag: [tags.function(tags.variableName), tags.standard(tags.variableName)], color: 'light-dark(#6535c4, #bda2f7)' },
  {
    tag: [tags.comment, tags.lineComment, tags.blockComment],
    color: 'var(--mantine-color-dimmed)',
    fontStyle: 'italic',
  },
  { tag: tags.propertyName, color: 'light-dark(#1d4dd4, #86a9ff)' },
  { tag: [tags.operator, tags.punctuation, tags.bracket], color: 'light-dark(#4f596b, #aeb7c6)' },
]);

/** How code looks everywhere, in both schemes. */
export const codeLook: Extension = [theme, syntaxHighlighting(colours)];
