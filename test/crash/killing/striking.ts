import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleProgram } from '../../../build/bundle.mjs';
import { folderVariable, notesFile, orderFile, readyFile, workerFile, type Order } from './noticing/order.ts';

/** What is known of an order: nobody has come there, somebody died within it, or shortly after it. */
export type Outcome = 'not met' | 'inside' | 'after';

/** Orders the programs of one server to die, and knows its worker. */
export class Striking {
  readonly #folder = mkdtempSync(join(tmpdir(), 'signalbox-killing-'));
  readonly #preload: string;
  #orders = 0;

  private constructor(preload: string) {
    this.#preload = preload;
  }

  static async prepare(): Promise<Striking> {
    return new Striking(await bundleProgram(join(import.meta.dirname, 'noticing/notice.ts')));
  }

  /** With this environment the programs of a server obey. */
  get env(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import=${pathToFileURL(this.#preload).href}`, [folderVariable]: this.#folder };
  }

  order(order: Omit<Order, 'id'>): string {
    const id = `o${String((this.#orders += 1))}`;
    const written = join(this.#folder, `${orderFile}.new`);
    writeFileSync(written, JSON.stringify({ ...order, id }));
    renameSync(written, join(this.#folder, orderFile));
    return id;
  }

  takeBack(): void {
    rmSync(join(this.#folder, orderFile), { force: true });
  }

  outcome(id: string): Outcome {
    const notes = this.#read(notesFile).split('\n');
    if (notes.includes(`over ${id}`)) return 'after';
    return notes.includes(`begins ${id}`) ? 'inside' : 'not met';
  }

  /** The process id of the present worker. */
  worker(): number {
    return Number(this.#read(workerFile));
  }

  isReady(worker: number): boolean {
    return this.#read(readyFile).split('\n').includes(String(worker));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
    rmSync(this.#preload, { force: true });
  }

  #read(name: string): string {
    try {
      return readFileSync(join(this.#folder, name), 'utf8');
    } catch {
      return '';
    }
  }
}
