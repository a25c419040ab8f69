import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UserError } from './userError';

/** Where a command speaks and where it stands; replaced in tests. */
export interface Terminal {
  /** One line for the reader. */
  print(line: string): void;
  /** The folder in which the command was called. */
  cwd: string;
}

/** A command of `terselab`. */
export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** The whole help. */
  usage: string;
  /** @returns exit status: 0 all well, 1 something failed @throws UserError for a mistake of the caller (status 2) */
  run(args: string[], terminal: Terminal): Promise<number>;
}

/**
 * The words and options of a command line, by node's own parser.
 * @throws UserError that names what was not understood, with the usage
 */
export function readArguments(
  args: string[],
  options: NonNullable<ParseArgsConfig['options']>,
  usage: string
): { values: Record<string, string | boolean | undefined>; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    return { values: values as Record<string, string | boolean | undefined>, positionals };
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${usage}`);
  }
}
