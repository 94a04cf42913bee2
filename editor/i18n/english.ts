import approvals from './locales/en/approvals.json';
import audit from './locales/en/audit.json';
import bulk from './locales/en/bulk.json';
import canvas from './locales/en/canvas.json';
import changes from './locales/en/changes.json';
import desk from './locales/en/desk.json';
import drawer from './locales/en/drawer.json';
import explorer from './locales/en/explorer.json';
import forms from './locales/en/forms.json';
import frame from './locales/en/frame.json';
import home from './locales/en/home.json';
import inspector from './locales/en/inspector.json';
import instance from './locales/en/instance.json';
import operators from './locales/en/operators.json';
import outbox from './locales/en/outbox.json';
import packages from './locales/en/packages.json';
import palette from './locales/en/palette.json';
import privacy from './locales/en/privacy.json';
import problems from './locales/en/problems.json';
import reports from './locales/en/reports.json';
import schedules from './locales/en/schedules.json';
import signals from './locales/en/signals.json';
import status from './locales/en/status.json';
import workflow from './locales/en/workflow.json';

/** The namespace that is meant where none is named. */
export const defaultNamespace = 'frame';

/** All English texts, a namespace a file. The type of the keys everywhere derives from this. */
export const english = {
  approvals,
  audit,
  bulk,
  canvas,
  changes,
  desk,
  drawer,
  explorer,
  forms,
  frame,
  home,
  inspector,
  instance,
  operators,
  outbox,
  packages,
  palette,
  privacy,
  problems,
  reports,
  schedules,
  signals,
  status,
  workflow,
};
