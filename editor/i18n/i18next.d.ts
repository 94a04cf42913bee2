import 'i18next';
import type { defaultNamespace, english } from './english.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: typeof defaultNamespace;
    resources: typeof english;
    returnNull: false;
  }
}
