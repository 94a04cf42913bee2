import { createContext, useContext } from 'react';
import type { ComponentType } from 'react';
import type { FieldsSchema } from '../../definitions/schema/fieldsSchema.ts';
import type { Kinds } from '../../engine/activity/kind.ts';
import type { Json } from '../../engine/model/json.ts';

/** What a kind's own form is given, where the derived one is not enough. */
export interface KindFormProps {
  readonly value: Readonly<Record<string, Json>>;
  readonly onChange: (field: string, value: Json | undefined) => void;
}

/** The kinds with what the browser shows of them: `kinds`, `kindIcons`, `kindFields`, `kindHelp`, `forms` of the registry. */
export interface KindCatalogue {
  readonly kinds: Kinds;
  /** SVG text by kind. */
  readonly icons: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, FieldsSchema>>;
  /** Markdown by kind. */
  readonly help: Readonly<Record<string, string>>;
  readonly forms: Readonly<Record<string, ComponentType<KindFormProps>>>;
}

const CatalogueContext = createContext<KindCatalogue>({ kinds: new Map(), icons: {}, fields: {}, help: {}, forms: {} });

/** Gives canvas, palette and inspector the kinds; wrap the workflow and instance pages in it. */
export const KindCatalogueProvider = CatalogueContext.Provider;

/** The kinds with their icons, fields and forms. */
export const useKindCatalogue = (): KindCatalogue => useContext(CatalogueContext);
