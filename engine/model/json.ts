import { z } from 'zod';

/** A JSON value: what variables, inputs and results are made of (semantics.md 6). */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Parses any JSON value. */
export const jsonSchema: z.ZodType<Json> = z.json();

/** Named JSON values. */
export const jsonRecordSchema = z.record(z.string(), jsonSchema);

/** Variables by name, as they travel on events. */
export type Variables = Record<string, Json>;
