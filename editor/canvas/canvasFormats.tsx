import { createContext, useContext } from 'react';
import type { Formats } from '../i18n/useFormats.ts';

const FormatsContext = createContext<Formats | undefined>(undefined);

/** Lends one set of formats to all cards and lines: making formatters is dear, and there are hundreds of cards. */
export const CanvasFormatsProvider = FormatsContext.Provider;

/** The formats of the canvas around; undefined outside of one. */
export const useCanvasFormats = (): Formats | undefined => useContext(FormatsContext);
